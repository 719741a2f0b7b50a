/**
 * Loads the MPI library of this machine through koffi, an optional package that calls native functions. Open MPI and MPICH have the same
 * functions, but other handles: addresses of objects in Open MPI, integers in MPICH and those that follow its binary
 * interface (Intel MPI, Cray MPICH).
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { DataError } from "../../errors.js";

type Handle = unknown;
/** An address for MPI: a view of memory, or null. */
type Address = Uint8Array | Int32Array | null;

/** The functions of MPI that a training needs. Each returns 0 for success. */
export interface MpiFunctions {
  /** "Open MPI" or "MPICH", and the file it is in. */
  readonly name: string;
  readonly world: Handle;
  readonly double: Handle;
  init: (argc: null, argv: null) => number;
  rank: (comm: Handle, rank: Int32Array) => number;
  size: (comm: Handle, size: Int32Array) => number;
  exchange: Transfer;
  gather: Transfer;
  abort: (comm: Handle, code: number) => number;
  finalize: () => number;
}

/** Counts are in elements of the type, for each process. */
type Transfer = (
  send: Address,
  sendCount: number,
  sendType: Handle,
  receive: Address,
  receiveCount: number,
  receiveType: Handle,
  comm: Handle,
) => number;

/** What is used of koffi. */
interface Koffi {
  load: (path: string, options?: { global?: boolean }) => KoffiLibrary;
}
interface KoffiLibrary {
  func: (prototype: string) => never;
  symbol: (name: string, type?: string) => unknown;
}

/** What to do where something is missing. */
const installKoffi = "npm install koffi";
const installMpi = "apt-get install openmpi-bin libopenmpi3 (or another MPI)";

const openMpiFiles = ["libmpi.so.40", "libmpi.40.dylib"];
const mpichFiles = ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib", "libmpich.so"];

/** Names the library to load, where it is not found by itself. */
const fileVariable = "CHAINRULE_MPI_LIBRARY";

/** @throws DataError where koffi or MPI is missing, with the two commands that install them */
export function loadMpi(environment = process.env): MpiFunctions {
  const koffi = loadKoffi();
  const isMpich = environment.PMI_RANK !== undefined && environment.OMPI_COMM_WORLD_RANK === undefined;
  const usual = isMpich ? [...mpichFiles, ...openMpiFiles] : [...openMpiFiles, ...mpichFiles];
  const own = environment[fileVariable];
  const files = own === undefined ? usual : [own];
  for (const file of files) {
    const library = loadFile(koffi, file);
    if (library) return functionsOf(library, file);
  }
  throw new DataError(
    `--distributed: no MPI library could be loaded (tried ${files.join(", ")}). Install both: ${installKoffi}; ${installMpi}. ` +
      `Or name the library in ${fileVariable}.`,
  );
}

function loadKoffi(): Koffi {
  for (const from of [import.meta.url, join(process.cwd(), "package.json")]) {
    try {
      return createRequire(from)("koffi") as Koffi;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "MODULE_NOT_FOUND")
        throw new DataError(`--distributed: koffi failed to load: ${String(error)}.`);
    }
  }
  throw new DataError(
    `--distributed: the package koffi is missing, which calls MPI. Install both: ${installKoffi}; ${installMpi}.`,
  );
}

/** Flags of dlopen: RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE. */
const staysLoaded = 0x2 | 0x100 | 0x1000;

function loadFile(koffi: Koffi, file: string): KoffiLibrary | null {
  if (process.platform === "linux") {
    try {
      // so that it is never unloaded: threads of its own may still run at the end of the process
      process.dlopen({ exports: {} } as unknown as NodeJS.Module, file, staysLoaded);
    } catch {
      // it is no module of Node, and is loaded nevertheless
    }
  }
  try {
    return koffi.load(file, { global: true });
  } catch {
    return null;
  }
}

function functionsOf(library: KoffiLibrary, file: string): MpiFunctions {
  const handles = openMpiHandles(library) ?? mpichHandles;
  const { type } = handles;
  const transfer = (name: string): Transfer =>
    library.func(
      `int ${name}(void *send, int sendCount, ${type} sendType, void *receive, int receiveCount, ${type} receiveType, ${type} comm)`,
    );
  return {
    name: `${handles.name} (${file})`,
    world: handles.world,
    double: handles.double,
    init: library.func("int MPI_Init(void *argc, void *argv)"),
    rank: library.func(`int MPI_Comm_rank(${type} comm, void *rank)`),
    size: library.func(`int MPI_Comm_size(${type} comm, void *size)`),
    exchange: transfer("MPI_Alltoall"),
    gather: transfer("MPI_Allgather"),
    abort: library.func(`int MPI_Abort(${type} comm, int code)`),
    finalize: library.func("int MPI_Finalize()"),
  };
}

interface Handles {
  name: string;
  type: "void *" | "int";
  world: Handle;
  double: Handle;
}

/** @returns null where the library is no Open MPI */
function openMpiHandles(library: KoffiLibrary): Handles | null {
  try {
    const [world, double] = [library.symbol("ompi_mpi_comm_world"), library.symbol("ompi_mpi_double")];
    return { name: "Open MPI", type: "void *", world, double };
  } catch {
    return null;
  }
}

const mpichHandles: Handles = { name: "MPICH", type: "int", world: 0x44000000, double: 0x4c00080b };
