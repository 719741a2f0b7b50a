/**
 * The figures that the 3-3-2 example prints, and where: numbers and lines, no text of theirs. Keys are those of
 * a trace by matrices: w_{j,k} leads from j to k.
 */
import type { PublishedFigure } from "./figure.js";

/** Calculated in one round. */
export const matrixValues: readonly PublishedFigure[] = [
  { key: "X_hidden1", text: "1.16", at: { "004": [44, 55] } },
  { key: "X_hidden2", text: "0.42", at: { "004": [45, 56] } },
  { key: "X_hidden3", text: "0.62", at: { "004": [46, 57] } },
  { key: "O_hidden1", text: "0.761", at: { "004": [58, 75, 144, 146, 182] } },
  { key: "O_hidden2", text: "0.603", at: { "004": [59, 76] } },
  { key: "O_hidden3", text: "0.650", at: { "004": [60, 77] } },
  { key: "X_output1", text: "0.975", at: { "004": [79, 91] } },
  { key: "X_output2", text: "0.888", at: { "004": [80, 92] } },
  { key: "O_output1", text: "0.726", at: { "004": [96, 112, 119, 138, 141] } },
  { key: "O_output2", text: "0.708", at: { "004": [97, 112] } },
  { key: "O_output2", text: "0.706", at: { "004": [121] } },
  { key: "E1", text: "0.512656", at: { "004": [119, 123] } },
  { key: "E2", text: "0.079524", at: { "004": [121, 123] } },
  { key: "E", text: "0.59218", at: { "004": [123] } },
  { key: "dE/dO_output1", text: "1.432", at: { "004": [138, 146] } },
  { key: "dE/dO_output1", text: "1.437", at: { "004": [167] } },
  { key: "dO_output1/dX_output1", text: "0.198924", at: { "004": [141, 146, 167] } },
  { key: "dE1/dX_output1", text: "0.285853788", at: { "004": [167, 171] } },
  { key: "dE2/dX_output2", text: "-0.116599104", at: { "004": [177] } },
  { key: "dE/dw'_{1,1}", text: "0.216777826848", at: { "004": [146, 148] } },
  { key: "w'_{1,1}_new", text: "0.191611086576", at: { "004": [148] } },
  { key: "dE1/dO_hidden1", text: "0.0857561364", at: { "004": [171, 179] } },
  { key: "dE2/dO_hidden1", text: "-0.0233198208", at: { "004": [177] } },
  { key: "dE2/dO_hidden1", text: "0.0233198208", at: { "004": [179] } },
  { key: "dE/dO_hidden1", text: "0.0624363156", at: { "004": [179, 186] } },
  { key: "dO_hidden1/dX_hidden1", text: "0.181879", at: { "004": [182, 186] } },
  { key: "dE/dw_{1,1}", text: "0.01022026918051116", at: { "004": [186, 188] } },
  { key: "w_{1,1}_new", text: "0.191611086576", at: { "004": [188] } },
  { key: "w_{1,1}_new", text: "0.89488986540974442", at: { "004": [188] } },
];

/** What the calculation starts from, wherever it is repeated. */
export const matrixGiven: readonly PublishedFigure[] = [
  { key: "w_{1,1}", text: "0.9", at: { "004": [8, 21, 36, 188] } },
  { key: "w_{2,2}", text: "0.8", at: { "004": [8, 22, 37] } },
  { key: "w'_{3,2}", text: "0.2", at: { "004": [8, 28, 72] } },
  { key: "X1", text: "0.9", at: { "004": [16, 40, 185, 186] } },
  { key: "X2", text: "0.1", at: { "004": [17, 41] } },
  { key: "X3", text: "0.8", at: { "004": [18, 42] } },
  { key: "w_{2,1}", text: "0.3", at: { "004": [21, 36] } },
  { key: "w_{3,1}", text: "0.4", at: { "004": [21, 36] } },
  { key: "w_{1,2}", text: "0.2", at: { "004": [22, 37] } },
  { key: "w_{3,2}", text: "0.2", at: { "004": [22, 37] } },
  { key: "w_{1,3}", text: "0.8", at: { "004": [23, 38] } },
  { key: "w_{2,3}", text: "0.1", at: { "004": [23, 38] } },
  { key: "w_{3,3}", text: "0.9", at: { "004": [23, 38] } },
  { key: "w'_{1,1}", text: "0.3", at: { "004": [27, 71, 148, 170, 171] } },
  { key: "w'_{2,1}", text: "0.7", at: { "004": [27, 71] } },
  { key: "w'_{3,1}", text: "0.5", at: { "004": [27, 71] } },
  { key: "w'_{1,2}", text: "0.6", at: { "004": [28, 72] } },
  { key: "w'_{2,2}", text: "0.5", at: { "004": [28, 72] } },
  { key: "target1", text: "0.01", at: { "004": [112, 119, 138] } },
  { key: "target2", text: "0.99", at: { "004": [112, 121] } },
  { key: "eta", text: "0.5", at: { "004": [147, 148, 187, 188] } },
  { key: "w'_{1,2}", text: "0.2", at: { "004": [177] } },
];
