/** A model that was trained before schemas had a version, and its data: it must go on predicting the same. */
import { gunzipSync } from "node:zlib";

export const pets =
  "size,colour,age,kind\n1.5,red,3,dog\n-2,blue,40,cat\n0.5,green,7,dog\n-1,NA,33,cat\n2,red,2,dog\n-3,blue,50,cat\n";

/** What `predict` printed for them then. */
export const answersThen = `kind,cat,dog
dog,0.3122965,0.69078916
cat,0.71075755,0.28060073
dog,0.3444065,0.6849179
cat,0.6901915,0.29581752
dog,0.30536404,0.7024634
cat,0.7359352,0.24872415
`;

/** The model file: 6 columns with colours as categories, "NA" among them, 3 units, 2 classes. */
export function modelThen(): Uint8Array {
  return gunzipSync(Buffer.from(packed.join(""), "base64"));
}

const packed = [
  "H4sIABh/DWsC/5VVvY8bRRRHUKShIaBcQxFtQYEWaz/stfdIbAWSSCk4BA4f4mwd493Z3YHZnb3Z2bs45qQ0IKEogpYSpUAkZaqT",
  "uLiigBqdhKCCfwDR0KCINx/2rXN3BKaa9+bNb37v997MfHnmKTVm1tZWjgWKkUBbW9b6zEoYz5Gw1q0oQ6TgNcWW3ZivW7ORtYN5",
  "RVgxstZde2RFrEhICgasTAiqcAXzkVVivoFrLsMgSHBAeG2xKniNpZPg+D1M0kxIZ4JoJb2kIIIgSm5irkE/JkWsIFPKOBPvFESS",
  "HFl7tj7w2qkbwMMqHVhyHBHDemQllCHhe4oaZZVmnCGaDLdrxHF8hXPG1WpWTzC/jKlAJl2KJpgOc8ZERgqZtgNO2FJHYoGeY6Sz",
  "ZqUg+Qm8qjTWR2PEC0B5Gwks4SXRKsoAjOLHtoDKlUCFMGkjEWVDQJa7AnDgkkWZTKMt6VRZnSQKwii9A/JAjTVBZ1EPOPkNLDiJ",
  "mvIDJTodClaWOr2FfxfxfCgQF0eo1DVo1DOTXVXNyzhCU+OJOStZLYxFirIWG4xU2DgiSsp3Ea2b9oaqrjJzdKNhVRGkoUjBHMSI",
  "Edc6Aq0Ui2FjuWAFVksVxrGpnMg4RrGuNaoFU+uTmtB41UXRFBocfJuBDSWoob2k5cMSgiLvoGWhK5LmjMRHHY4mS9X3mnu9/7l3",
  "vLcQSyZ1vH+ayVcZSaS+m684Lf+xYTstN1gdoX08rPuf4zyv1RmbUki2m06r03EcN3TCnucGoRdATCvo+V7P7XS9MAy77a50uZ7r",
  "e47f9judMGh77eNR3klRTsvpeE7gd8OwF7qO2+26SpujiitxippSW1ZdqPdlpq9RjvRcCakKCkaBcmwKcFO3yFLWos4nEk6VbhkX",
  "McpqvhoZwYVNGZ8q747sXwU/sjYu6a5SHQ2TlGOs3wIu+3C8Co3S0xiMlznqFJZbdOgKF4rkA2ab2YIJUFTOmKXy3L1/X1/eTTjH",
  "BCz10QJcNKkZa5mhsY8SNQ6Vr21yhPNBVXOzWk5LvxOV/HBiMS3lv3LV9+CnqTIkLbh5/ti21LfEkqTCMnbTsbveuAmjv5vTUU7A",
  "gDbrtRsg7pO5+LZ3HKfXtl2ntwL0JDYnoACE7boByHNejZe+uz3fv75/8OCHC/PgcLsfXz83p3ffHNz/JRic/evvh7+uvdV/+Zk7",
  "B7e3r/X/uPTs/Kv2tw+/vvfc4O6Dn/v797/vP702m7/642H/89+eP7i1+0Xv08PXD86/+P7gk0efzV+4d2f+0e/e4MzaN/3DR1fm",
  "H7gfXjz705/9fwBzczmhDAgAAA==",
];
