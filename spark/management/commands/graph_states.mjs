// Draws graphs: reads [{file, graph}] as JSON, writes {file: svg}. Graphviz in WASM, so
// that every machine draws the same.

import { text } from "node:stream/consumers"
import { instance } from "@viz-js/viz"

const viz = await instance()
const drawings = JSON.parse(await text(process.stdin)).map(({ file, graph }) => [
  file,
  viz.renderString(graph, { format: "svg" }),
])
process.stdout.write(JSON.stringify(Object.fromEntries(drawings)))
