// Charts, on the pages that load this. An element with `data-chart`, the id of a table,
// is drawn from the rows there, so that picture and numbers can't differ.
//
// A row with `data-value` is a point, from `data-low` to `data-high` its line; hollow if
// it has `data-mark`. What it has as `data-beside` is a second point, hollow. Of the chart itself: `data-from` and `data-to` bound its axis,
// `data-step` is between two of its numbers, `data-unit` stands behind them, and
// `data-cut` is dashed, named by `data-cut-name`. Nothing is told by the picture alone,
// so nothing in it answers to the mouse.
//
// With `data-kind="columns"` each row is a column instead, as high as its value; one
// with `data-name` is named so below.
//
// Colours are the page's tokens by name: they follow the theme, and paper's.

import { CustomChart } from "echarts/charts"
import { GridComponent } from "echarts/components"
import { init, use } from "echarts/core"
import { SVGRenderer } from "echarts/renderers"

use([CustomChart, GridComponent, SVGRenderer])

const ROW = 28
const TOP = 20
const BOTTOM = 24
const PAPER = 640 // px: what an A4 page takes
const [INK, FAINT, LINE, SURFACE] = ["--ink", "--ink-3", "--line", "--bg"].map((name) => `var(${name})`)
// Measured as it is shown: an inherited family is none that can be measured.
const SMALL = { fontSize: 12, fontFamily: getComputedStyle(document.body).fontFamily }

function rowsOf(table) {
  return [...table.querySelectorAll("tr[data-value]")].map((row) => ({
    name: row.dataset.name ?? row.querySelector("th").textContent.trim(),
    value: ["value", "low", "high"].map((key) => Number(row.dataset[key])),
    beside: "beside" in row.dataset ? [Number(row.dataset.beside)] : [],
    hollow: "mark" in row.dataset,
  }))
}

const stroke = (x1, y1, x2, y2, more) => ({
  type: "line",
  shape: { x1, y1, x2, y2 },
  style: { stroke: INK, lineWidth: 1.5, ...more },
})

const point = (cx, cy, hollow) => ({
  type: "circle",
  shape: { cx, cy, r: 4.5 },
  style: { fill: hollow ? SURFACE : INK, stroke: INK, lineWidth: 1.5 },
})

const whisker = (rows) => (_params, api) => {
  const place = api.value(3)
  const { beside, hollow } = rows[place]
  const [[x, y], [low], [high]] = [0, 1, 2].map((one) => api.coord([api.value(one), place]))
  return {
    type: "group",
    children: [
      stroke(low, y, high, y),
      ...[low, high].map((end) => stroke(end, y - 4, end, y + 4)),
      ...beside.map((one) => point(api.coord([one, place])[0], y, true)),
      point(x, y, hollow),
    ],
  }
}

const dashed = (name) => ({ coordSys }, api) => {
  const [x] = api.coord([api.value(0), 0])
  const right = coordSys.x + coordSys.width - x
  return {
    type: "group",
    children: [
      stroke(x, coordSys.y, x, coordSys.y + coordSys.height, { stroke: FAINT, lineDash: [4, 3], lineWidth: 1 }),
      {
        type: "text",
        style: {
          text: name, x, y: coordSys.y - 4, fill: FAINT, ...SMALL,
          textAlign: right < coordSys.width / 2 ? "right" : "left", textVerticalAlign: "bottom",
        },
      },
    ],
  }
}

function options(rows, { from, to, step, unit = "", cut, cutName }, width) {
  const names = Math.min(220, Math.round(width * 0.36))
  const places = rows.map(({ value }, place) => [...value, place])
  const drawn = { type: "custom", silent: true, clip: false }
  return {
    animation: false,
    grid: { left: names + 12, right: 20, top: TOP, bottom: BOTTOM, outerBoundsMode: "none" },
    xAxis: {
      type: "value",
      min: Number(from),
      max: Number(to),
      interval: Number(step),
      axisLabel: { ...SMALL, color: FAINT, formatter: `{value}${unit}` },
      splitLine: { lineStyle: { color: LINE } },
    },
    yAxis: {
      type: "category",
      data: rows.map((row) => row.name),
      inverse: true,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...SMALL, color: INK, interval: 0, width: names, overflow: "truncate" },
    },
    series: [
      ...(cut ? [{ ...drawn, renderItem: dashed(cutName), data: [[Number(cut), 0]] }] : []),
      { ...drawn, renderItem: whisker(rows), data: places, encode: { x: [0, 1, 2], y: 3 } },
    ],
  }
}

const column = (_params, api) => {
  const [[x, y], [, ground]] = [api.value(1), 0].map((value) => api.coord([api.value(0), value]))
  const wide = api.size([1, 0])[0] * 0.7
  return { type: "rect", shape: { x: x - wide / 2, y, width: wide, height: ground - y }, style: { fill: INK } }
}

function columns(rows, { from, to, step }) {
  return {
    animation: false,
    grid: { left: 48, right: 8, top: TOP, bottom: BOTTOM, outerBoundsMode: "none" },
    xAxis: {
      type: "category",
      data: rows.map((row) => row.name),
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
      axisLabel: { ...SMALL, color: FAINT, interval: (place) => rows[place].name !== "" },
    },
    yAxis: {
      type: "value",
      min: Number(from),
      max: Number(to),
      interval: Number(step),
      axisLabel: { ...SMALL, color: FAINT },
      splitLine: { lineStyle: { color: LINE } },
    },
    series: [
      { type: "custom", silent: true, renderItem: column, data: rows.map(({ value }, place) => [place, value[0]]) },
    ],
  }
}

function draw(place) {
  const rows = rowsOf(document.getElementById(place.dataset.chart))
  const stand = place.dataset.kind === "columns"
  if (!stand) place.style.height = `${rows.length * ROW + TOP + BOTTOM}px`
  const chart = init(place, null, { renderer: "svg" })
  const fit = (width) => {
    chart.resize({ width })
    chart.setOption(stand ? columns(rows, place.dataset) : options(rows, place.dataset, width))
  }
  const whole = () => place.clientWidth && fit(place.clientWidth)
  new ResizeObserver(whole).observe(place)
  addEventListener("beforeprint", () => fit(Math.min(PAPER, place.clientWidth)))
  addEventListener("afterprint", whole)
}

const drawAll = (root) => root.querySelectorAll("[data-chart]:empty").forEach(draw)
document.addEventListener("htmx:load", ({ target }) => drawAll(target))
drawAll(document)
