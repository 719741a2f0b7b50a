/**
 * Lets objects with private fields be used through a proxy, as Vue's `ref` and `reactive` make them. A method that is called on
 * a proxy has the proxy as `this`, which has no private fields; here it gets the object behind it.
 */

/** Key of a function that returns the object itself. Proxies pass functions on as they are. */
const behind = Symbol("behind");

type Callable = (this: unknown, ...given: unknown[]) => unknown;

/** Makes the methods and accessors of a class work on proxies of those objects that were given to `findable`. */
export function worksThroughProxies({ prototype }: { prototype: object }): void {
  for (const key of Reflect.ownKeys(prototype)) {
    if (key === "constructor") continue;
    const own = Object.getOwnPropertyDescriptor(prototype, key)!;
    for (const part of ["value", "get", "set"] as const) {
      const original = own[part] as Callable | undefined;
      if (typeof original === "function") own[part] = onObjectBehind(original);
    }
    Object.defineProperty(prototype, key, own);
  }
}

/** Lets an object be found behind a proxy. */
export function findable(object: object): void {
  Object.defineProperty(object, behind, { value: () => object });
}

/** The object behind a proxy, or the object itself. */
export function objectBehind<Kind extends object>(given: Kind): Kind {
  return (given as Kind & { [behind]?: () => Kind })?.[behind]?.() ?? given;
}

function onObjectBehind(original: Callable): Callable {
  const wrapped: Callable = function (...given) {
    return original.apply(objectBehind(this as object), given);
  };
  const { name, length } = original;
  for (const [key, value] of Object.entries({ name, length })) Object.defineProperty(wrapped, key, { value });
  return wrapped;
}
