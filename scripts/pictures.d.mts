/** The text of docs/pictures/modules.svg, as it should be. */
export function modulesPicture(): string;
