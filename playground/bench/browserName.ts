/** The browser's name, version and system, out of the long line that browsers give. */

const names: readonly [name: string, pattern: RegExp][] = [
  ["Firefox", /Firefox\/([\d.]+)/],
  ["Edge", /Edg\/([\d.]+)/],
  ["Chrome", /Chrom(?:e|ium)\/([\d.]+)/], // after those that call themselves Chrome too
  ["Safari", /Version\/([\d.]+).*Safari/],
];

/** "Chrome 141.0.0.0 (X11; Linux x86_64)"; the line itself where it is none of the known ones. */
export function browserName(userAgent: string): string {
  const system = /\(([^)]*)\)/.exec(userAgent)?.[1];
  for (const [name, pattern] of names) {
    const version = pattern.exec(userAgent)?.[1];
    if (version && system) return `${name} ${version} (${system.replace(/; rv:.*/, "")})`;
  }
  return userAgent;
}
