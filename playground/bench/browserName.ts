/** The browser's name, version and system, from its user agent. */

const names: readonly [name: string, pattern: RegExp][] = [
  ["Firefox", /Firefox\/([\d.]+)/],
  ["Edge", /Edg\/([\d.]+)/],
  ["Chrome", /Chrom(?:e|ium)\/([\d.]+)/], // after browsers whose user agent contains Chrome too
  ["Safari", /Version\/([\d.]+).*Safari/],
];

/** As in "Chrome 141.0.0.0 (X11; Linux x86_64)"; the user agent itself for unknown browsers. */
export function browserName(userAgent: string): string {
  const system = /\(([^)]*)\)/.exec(userAgent)?.[1];
  for (const [name, pattern] of names) {
    const version = pattern.exec(userAgent)?.[1];
    if (version && system) return `${name} ${version} (${system.replace(/; rv:.*/, "")})`;
  }
  return userAgent;
}
