// Builds static/dist/, which is all that is served: what every page loads, what the
// office's pages, the API's reference, candidates' own pages, those that send clips and
// those with charts load besides, and a sprite of the icons in use.
//
// An icon is in use where it is named so: `{% icon "name" %}` or `icon="name"` in a
// template, `icon="name"` or `"icon": "name"` in Python, as the second argument of
// `add_group` and the third of `add_page`, after a tone in a `stages.py`:
// `("ok", "name")`. A name that Tabler doesn't have stops the build. After a tone
// elsewhere in Python a word may be something else, and counts if Tabler has it.
//
// Of Tabler's sheet goes out what some word of ours could be naming: a tenth of it.

import { existsSync } from "node:fs"
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { PurgeCSS } from "purgecss"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, "static", "dist")
const outline = join(root, "node_modules", "@tabler", "icons", "icons", "outline")

const SERVED = [
  "css/spark.css", "js/spark.js", "js/theme.js", "css/office.css", "js/office.js",
  "css/reference.css", "js/reference.js", "js/portal.js", "js/worker.js", "js/clip.js",
  "js/queue.js", "js/judging.js", "js/charts.js",
]

const AFTER_TONE = /[(,]\s*["'](?:ok|warn|bad|info|off)["'],\s*["']([a-z0-9-]+)["']/g
const IN_TEMPLATES = [/\{%\s*icon\s+["']([\w-]+)["']/g, /\bicon=["']([\w-]+)["']/g]
const IN_PYTHON = [
  /\bicon["']?\s*[=:]\s*["']([\w-]+)["']/g,
  /\badd_group\(\s*["'][\w-]+["'],\s*["']([\w-]+)["']/g,
  /\badd_page\(\s*["'][\w-]+["'],\s*["'][\w:-]+["'],\s*["']([\w-]+)["']/g,
]
const PLACES = [
  ["templates", /\.html$/, IN_TEMPLATES],
  ...["spark", "candidates", "training", "contracts"].flatMap((app) => [
    [app, /\.py$/, IN_PYTHON],
    [app, /\bstages\.py$/, [AFTER_TONE]],
    [app, /\.py$/, [AFTER_TONE], (name) => existsSync(join(outline, `${name}.svg`))],
  ]),
]

async function filesBelow(folder, ending) {
  const entries = await readdir(join(root, folder), { recursive: true }).catch(() => [])
  return entries.filter((name) => ending.test(name)).map((name) => join(folder, name))
}

async function iconsInUse() {
  const used = new Map()
  for (const [folder, ending, patterns, counts = () => true] of PLACES) {
    for (const file of await filesBelow(folder, ending)) {
      const text = await readFile(join(root, file), "utf8")
      for (const [, name] of patterns.flatMap((one) => [...text.matchAll(one)])) {
        if (counts(name)) used.set(name, file)
      }
    }
  }
  return [...used].sort(([a], [b]) => (a < b ? -1 : 1))
}

async function symbol([name, file]) {
  const svg = await readFile(join(outline, `${name}.svg`), "utf8").catch(() => {
    throw new Error(`${file}: Tabler has no outline icon "${name}"`)
  })
  const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s*\n\s*/g, "")
  const drawn = shapes.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawn}</symbol>`
}

async function sprite() {
  const symbols = await Promise.all((await iconsInUse()).map(symbol))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`
  await writeFile(join(dist, "icons.svg"), svg)
  return symbols.length
}

// Whatever a page can be made of, ours and what Django draws forms with: a rule stays if
// every word of its selector is written in one of these.
const WRITTEN = [
  "templates/**/*.html", "static/js/*.js", "{spark,candidates,training,contracts}/**/*.py",
  ".venv/lib/python*/site-packages/{django/forms,allauth}/**/*.{html,py}",
].map((pattern) => join(root, pattern))

const usedOfTabler = {
  name: "used of Tabler",
  setup: ({ onLoad }) => onLoad({ filter: /@tabler[\\/]core[\\/].*\.css$/ }, async ({ path }) => {
    const [{ css }] = await new PurgeCSS().purge({
      content: WRITTEN, css: [path], variables: true, keyframes: true,
    })
    return { contents: css, loader: "css" }
  }),
}

async function bundle() {
  const { errors } = await build({
    entryPoints: SERVED.map((name) => join(root, "static", name)),
    entryNames: "[name]",
    outdir: dist,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    loader: { ".svg": "dataurl" },
    plugins: [usedOfTabler],
    logLevel: "warning",
  })
  return errors.length === 0
}

try {
  await rm(dist, { recursive: true, force: true })
  await mkdir(dist, { recursive: true })
  await copyFile(join(root, "static", "icon.svg"), join(dist, "icon.svg"))
  const [icons] = await Promise.all([sprite(), bundle()])
  console.log(`static/dist: ${SERVED.length} files, icons.svg (${icons} icons)`)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
