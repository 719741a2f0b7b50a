# Makes chainrule.so of the scalar module, by wasm2c (wabt 1.0.32) and gcc:  sh build.sh [FOLDER]
set -e
here=$(dirname "$0")
dist=$here/../../../dist
to=${1:-$here/build}
runtime=/usr/share/wabt/wasm2c

mkdir -p "$to"
cp "$dist/abi/chainrule.h" "$to"
wasm2c "$dist/wasm/scalar.wasm" -o "$to/scalar.c"
# no contraction: a product and a sum are rounded each
gcc -shared -fPIC -O1 -ffp-contract=off -I"$to" -I"$runtime" \
  "$here/host.c" "$to/scalar.c" "$runtime/wasm-rt-impl.c" -lm -o "$to/chainrule.so"
