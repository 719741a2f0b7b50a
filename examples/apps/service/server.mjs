/**
 * A service that answers records: it loads a model that `chainrule train` saved once, and answers each request in JSON.
 *
 *     node server.mjs model.safetensors 8080
 *     curl -d '{"mass_g": 82, "skin": "rough"}' http://127.0.0.1:8080
 *
 * A record gives an answer, a list of records a list of answers. What does not fit is answered with status 400 and the reason.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { ChainruleError, Network } from "chainrule";

const [path = "model.safetensors", port = "8080"] = process.argv.slice(2);
const network = Network.load(readFileSync(path), path);
const predictor = network.predictor();
const mostCharacters = 1_000_000;

const server = createServer(async (request, response) => {
  const answer = (status, value) =>
    response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(value)}\n`);
  if (request.method !== "POST") return answer(405, { error: "expected a POST request with a record." });
  try {
    let body = "";
    for await (const piece of request.setEncoding("utf8")) {
      body += piece;
      if (body.length > mostCharacters) return answer(413, { error: "expected at most 1 MB." });
    }
    const asked = JSON.parse(body);
    answer(200, Array.isArray(asked) ? network.predictRecords(asked) : predictor.predictRecord(asked));
  } catch (error) {
    const isOfUser = error instanceof ChainruleError || error instanceof SyntaxError;
    if (!isOfUser) console.error(error);
    answer(isOfUser ? 400 : 500, { error: isOfUser ? error.message : "the service failed." });
  }
});

server.listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
