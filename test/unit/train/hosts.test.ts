import { afterEach, describe, expect, it, vi } from "vitest";
import { MemoryError, ThreadError } from "../../../src/errors.js";
import { Dataset } from "../../../src/data/dataset.js";
import { TrainingControl } from "../../../src/train/loop/control.js";
import { Network } from "../../../src/train/network.js";
import { spawnNode } from "../../../src/wasm/spawn.js";
import type { Spawn, Thread } from "../../../src/wasm/threadMessages.js";

const data = Dataset.from([[0], [1], [2], [3]], [[0], [1], [0], [1]]);
const config = { layers: [1, 3, 1], seed: 2, batchSize: 2 };

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("a proxy around a network", () => {
  it("works as the network does: methods, accessors, a training", async () => {
    const network = Network.create(config);
    const proxy = new Proxy(network, {});
    expect(proxy.predict([[1]])).toEqual(network.predict([[1]]));
    expect([proxy.inputs, proxy.outputs, proxy.scalers]).toEqual([1, 1, { inputs: null, targets: null }]);
    const history = await proxy.fit(data, { epochs: 3 });
    expect(history.epochs).toBe(3);
    proxy.scalers = { inputs: null, targets: null };
    proxy.notes = { a: 1 };
    expect(network.notes).toEqual({ a: 1 });
    expect(await proxy.clone().weightsSha256()).toBe(await network.weightsSha256());
    expect(proxy instanceof Network).toBe(true);
    expect(Object.keys(proxy)).toEqual(Object.keys(network));
    proxy.dispose();
    expect(() => network.predict([[1]])).toThrow("network: it was disposed");
  });

  it("that makes proxies of everything it gives, as Vue does, works too", async () => {
    const deep = <Kind extends object>(target: Kind): Kind =>
      new Proxy(target, {
        get: (of, key, receiver) => {
          const value: unknown = Reflect.get(of, key, receiver);
          const own = Reflect.getOwnPropertyDescriptor(of, key);
          const isPlain = typeof value === "object" && value !== null && Object.isExtensible(value);
          return isPlain && !ArrayBuffer.isView(value) && own?.configurable !== false ? deep(value) : value;
        },
      });
    const state = deep({
      network: Network.create(config),
      control: new TrainingControl({ paused: true }),
      data,
    });
    const training = state.network.fit(state.data, { epochs: 4, control: state.control });
    await state.control.runEpochs(2);
    expect(state.control.isPaused).toBe(true);
    state.control.resume();
    expect((await training).epochs).toBe(4);
    const same = Network.create(config);
    await same.fit(data, { epochs: 4 });
    expect(await state.network.weightsSha256()).toBe(await same.weightsSha256());
  });
});

describe("a host without AbortSignal.any", () => {
  it("trains, and aborts", async () => {
    vi.spyOn(AbortSignal, "any").mockImplementation(() => {
      throw new TypeError("AbortSignal.any is not a function");
    });
    const abort = new AbortController();
    const network = Network.create(config);
    const onEpoch = ({ epoch }: { epoch: number }) => void (epoch === 5 && abort.abort());
    const history = await network.fit(data, { epochs: 1000, signal: abort.signal, onEpoch });
    expect([history.stopped, history.epochs]).toEqual(["aborted", 5]);
    expect((await network.fit(data, { epochs: 2, signal: abort.signal })).stopped).toBe("aborted");
  });

  it("whose signal is of another class can abort, and no listener is left", async () => {
    const listeners = new Set<() => void>();
    const signal = {
      aborted: false,
      addEventListener: (_: string, listener: () => void) => void listeners.add(listener),
      removeEventListener: (_: string, listener: () => void) => void listeners.delete(listener),
    };
    const onEpoch = ({ epoch }: { epoch: number }) => {
      if (epoch === 3) for (const listener of listeners) listener();
    };
    const history = await Network.create(config).fit(data, { epochs: 100, signal: signal as never, onEpoch });
    expect([history.stopped, history.epochs]).toEqual(["aborted", 3]);
    expect(listeners.size).toBe(0);
  });
});

it("setParameters and scalers are refused during a training", async () => {
  const network = Network.create(config);
  const [before] = await Promise.all([
    Network.create(config).fit(data, { epochs: 20 }),
    network.fit(data, {
      epochs: 20,
      onEpoch: () => {
        const message = "this network is training already. Await it first.";
        expect(() => network.setParameters(network.parameters())).toThrow(`setParameters: ${message}`);
        const { scalers } = network;
        expect(() => (network.scalers = scalers)).toThrow(`scalers: ${message}`);
      },
    }),
  ]);
  expect(before.epochs).toBe(20);
  network.setParameters(network.parameters());
});

describe("control", () => {
  it("runEpochs and runBatches resolve where the training has ended, and stay of use for the next", async () => {
    const control = new TrainingControl();
    const network = Network.create(config);
    await network.fit(data, { epochs: 2, control });
    await control.runEpochs(1);
    await control.runBatches(1);
    const training = network.fit(data, { epochs: 5, control });
    control.resume();
    expect((await training).epochs).toBe(5);
  });

  it("may be told to run before the training begins", async () => {
    const control = new TrainingControl({ paused: true });
    const ran = control.runEpochs(2);
    const epochs: number[] = [];
    const training = Network.create(config).fit(data, {
      epochs: 3,
      control,
      onEpoch: ({ epoch }) => void epochs.push(epoch),
    });
    await ran;
    expect(epochs).toEqual([1, 2]);
    control.resume();
    await training;
  });
});

describe("a callback that is not awaited", () => {
  it("and whose promise is rejected rejects fit, with that error", async () => {
    const failed = new Error("no");
    for (const epochs of [1, 2000]) {
      const training = Network.create(config).fit(data, {
        epochs,
        onProgress: (async () => {
          await Promise.resolve();
          throw failed;
        }) as () => void,
      });
      await expect(training).rejects.toBe(failed);
    }
    const large = Dataset.from([[0], [1]], [[5000], [7000]]);
    const linear = Network.create({ layers: [1, { units: 1, activation: "identity" }] });
    const warned = linear.fit(large, {
      epochs: 1,
      onWarning: (async () => {
        throw failed;
      }) as () => void,
    });
    await expect(warned).rejects.toBe(failed);
  });

  it("and waits for the control does not hold up the end", async () => {
    const control = new TrainingControl();
    let waited = 0;
    const onProgress = (async () => {
      await control.runBatches(1000);
      waited++;
    }) as () => void;
    const history = await Network.create(config).fit(data, { epochs: 3, control, onProgress });
    expect([history.epochs, waited > 0]).toEqual([3, true]);
  });

  it("and whose promise is fulfilled late is waited for at the end", async () => {
    let done = false;
    await Network.create(config).fit(data, {
      epochs: 1,
      onProgress: (async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        done = true;
      }) as () => void,
    });
    expect(done).toBe(true);
  });
});

describe("a spawn hook", () => {
  const never: Thread = { send: () => {}, hold: () => {}, end: () => {} };
  const fitWith = (spawn: unknown, threads: number | "auto" = 2) => {
    const network = Network.create({ ...config, threads }, { spawn: spawn as Spawn, keepFree: true });
    return { network, training: network.fit(data, { epochs: 3 }) };
  };

  it.each<[string, unknown, string]>([
    [
      "returns nothing",
      () => undefined,
      "it could not start: Error: spawn returned undefined in place of a thread with send, hold and end.",
    ],
    [
      "returns a promise",
      async () => never,
      "it could not start: Error: spawn returned a Promise in place of a thread with send, hold and end.",
    ],
    [
      "lacks a method",
      () => ({ send: () => {}, end: () => {} }),
      "it could not start: Error: spawn returned {} in place of a thread with send, hold and end.",
    ],
    [
      "throws",
      () => {
        throw new Error("EAGAIN");
      },
      "it could not start: Error: EAGAIN.",
    ],
    [
      "calls onEnd at once",
      (_s: unknown, _i: unknown, _r: unknown, onEnd: (reason: string) => void) => {
        onEnd("gone");
        return never;
      },
      "gone.",
    ],
    [
      "replies with nothing",
      (_s: unknown, _i: unknown, onReply: (reply: unknown) => void) => {
        queueMicrotask(() => onReply(undefined));
        return never;
      },
      "unknown.",
    ],
    [
      "cannot send",
      (_s: unknown, _i: unknown, onReply: (reply: unknown) => void) => {
        queueMicrotask(() => onReply({ done: true }));
        return {
          ...never,
          send: () => {
            throw new Error("closed");
          },
        };
      },
      "Error: closed.",
    ],
    [
      "has an end that throws",
      (_s: unknown, _i: unknown, _r: unknown, onEnd: (reason: string) => void) => {
        queueMicrotask(() => onEnd("gone"));
        return {
          ...never,
          end: () => {
            throw new Error("no end");
          },
        };
      },
      "gone.",
    ],
  ])("that %s is a ThreadError", async (_name, spawn, message) => {
    const before = await Network.create(config).weightsSha256();
    const { network, training } = fitWith(spawn);
    const error = await training.then(
      () => null,
      (one: unknown) => one as Error,
    );
    expect(error).toBeInstanceOf(ThreadError);
    expect(error!.message).toBe(`training thread 0 failed: ${message}`);
    expect(await network.weightsSha256()).toBe(before);
    network.dispose();
  });

  it("whose threads never answer is a ThreadError after a minute, also where they never end", async () => {
    for (const end of [() => {}, () => new Promise<void>(() => {})]) {
      vi.useFakeTimers();
      const { training } = fitWith(() => ({ ...never, end }));
      const settled = expect(training).rejects.toThrow(
        "training thread 0 failed: it did not answer for 60 seconds.",
      );
      for (let second = 0; second < 70; second++) await vi.advanceTimersByTimeAsync(1000);
      await settled;
      vi.useRealTimers();
    }
  });

  it("whose threads stop answering is a ThreadError too", async () => {
    let tasks = 0;
    const spawn: Spawn = (source, init, onReply, onEnd) => {
      const thread = spawnNode(source, init, onReply, onEnd);
      const send: Thread["send"] = (task, transfer) => {
        if (++tasks < 3) thread.send(task, transfer);
        else vi.advanceTimersByTimeAsync(61_000);
      };
      return { ...thread, send };
    };
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { training } = fitWith(spawn);
    await expect(training).rejects.toThrow(/^training thread 0 failed: it did not answer for 60 seconds\.$/);
  });

  it("that throws lets auto train alone, and the history says why", async () => {
    const history = await fitWith(() => {
      throw new Error("EAGAIN");
    }, "auto").training;
    expect(history.epochs).toBe(3);
    expect(history.whyAlone).toBe(
      "no threads could start: training thread 0 failed: it could not start: Error: EAGAIN.",
    );
  });
});

it("memory that the host does not give is a MemoryError with what to do", () => {
  vi.spyOn(WebAssembly, "Memory").mockImplementation(function () {
    throw new RangeError("WebAssembly.Memory(): could not allocate memory");
  } as never);
  for (const build of ["auto", "scalar"] as const) {
    expect(() => Network.create({ ...config, build })).toThrow(MemoryError);
    expect(() => Network.create({ ...config, build })).toThrow(
      /^WebAssembly memory: the host gives none\. .*ulimit -v/,
    );
  }
});

describe("what a caller gives beside settings is checked before anything changes", () => {
  const any = (value: unknown) => value as never;
  const network = Network.create(config);
  it.each<[string, () => unknown]>([
    ["ConfigError: onEpoch: expected a function, got 5.", () => network.fit(data, { onEpoch: any(5) })],
    [
      'ConfigError: onProgress: expected a function, got "x".',
      () => network.fit(data, { onProgress: any("x") }),
    ],
    ["ConfigError: signal: expected an AbortSignal, got 5.", () => network.fit(data, { signal: any(5) })],
    [
      "ConfigError: control: expected a TrainingControl, got {}.",
      () => network.fit(data, { control: any({}) }),
    ],
    [
      "ConfigError: keepEpochs: expected a number of epochs, got -1.",
      () => network.fit(data, { keepEpochs: -1 }),
    ],
    [
      "ConfigError: host: expected an object of options, such as { keepFree: true }, got null.",
      () => Network.create(config, any(null)),
    ],
    [
      "ConfigError: spawn: expected a function that starts a thread, or null, got 5.",
      () => network.clone(any({ spawn: 5 })),
    ],
    [
      "ConfigError: memory.memory: expected a WebAssembly.Memory, got undefined.",
      () => Network.load(network.save(), "m", any({ memory: {} })),
    ],
    ["ShapeError: parameters: expected 2 layers, got undefined.", () => network.setParameters(any(null))],
    [
      "ShapeError: layer 1: weights: expected 3 numbers, got 0.",
      () => network.setParameters(any([null, null])),
    ],
    [
      "ConfigError: options: expected an object, such as { columns: 2 }, got null.",
      () => Dataset.from([[1]], [1], any(null)),
    ],
    [
      'ConfigError: image: expected [height, width] in pixels, got ["1",1].',
      () => Dataset.from([[1]], [1], { image: any(["1", 1]) }),
    ],
    [
      "ConfigError: inputNames: expected a list of texts, got [5].",
      () => Dataset.from([[1]], [1], { inputNames: any([5]) }),
    ],
  ])("%s", async (message, work) => {
    const before = await network.weightsSha256();
    let got = "accepted";
    try {
      await work();
    } catch (error) {
      got = String(error);
    }
    expect(got).toBe(message);
    expect(await network.weightsSha256()).toBe(before);
  });

  it("and null in place of a callback is as none", async () => {
    expect(
      (await Network.create(config).fit(data, { epochs: 1, onEpoch: any(null), onProgress: any(null) }))
        .epochs,
    ).toBe(1);
  });
});
