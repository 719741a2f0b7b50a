/** Colours and what people call them: the table that the network learns. */
const named = {
  red: "ff0000 dc143c b22222 e62e2e c40000 ff4040",
  orange: "ff8c00 ff7f24 ffa500 e67300 ff9933 d98014",
  yellow: "ffff00 ffe100 f5e050 fff44f e6d200 ffee66",
  green: "008000 00c800 228b22 32cd32 2e8b57 7cfc00",
  blue: "0000ff 1e90ff 4169e1 0047ab 2a52be 3399ff",
  purple: "800080 8a2be2 9400d3 6a0dad 9932cc 7d26cd",
  brown: "8b4513 654321 a0522d 5c4033 7b3f00 6b4226",
  grey: "808080 a9a9a9 696969 c0c0c0 555555 999999",
};

/** "ff8c00" as a record: one column for each part of the colour. */
export const colourOf = (hex) => ({
  red: parseInt(hex.slice(0, 2), 16),
  green: parseInt(hex.slice(2, 4), 16),
  blue: parseInt(hex.slice(4, 6), 16),
});

export const samples = Object.entries(named).flatMap(([name, list]) =>
  list.split(" ").map((hex) => ({ ...colourOf(hex), name })),
);
