// Natural Earth's countries as path data for the site's maps: partners/data/world.json.
// Run by a developer, never by the site: npm ci && node build_map.mjs (README.md says more).
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { geoEqualEarth, geoGraticule, geoPath } from "d3-geo";
import iso from "i18n-iso-countries";
import { feature } from "topojson-client";

const CATALOGUE = new URL("../../fixtures/partners.country.json", import.meta.url);
const TARGET = new URL("../../partners/data/world.json", import.meta.url);
const WIDTH = 2000;
const HEIGHT = 974;
const MARGIN = 4;
const SMALLEST_SHAPE = 40; // square units, about 12,000 km²: below that a dot says more

// Turned by eleven degrees, so that the edge of the map runs through the Bering Strait.
const projection = geoEqualEarth().rotate([-11, 0]);
projection.fitExtent([[MARGIN, MARGIN], [WIDTH - MARGIN, HEIGHT - MARGIN]], { type: "Sphere" });
const measure = geoPath(projection);

/** The rings of what is drawn, in whole units, without points that fall together. */
class Rings {
  rings = [];
  moveTo(x, y) { this.rings.push([[Math.round(x), Math.round(y)]]); }
  lineTo(x, y) {
    const ring = this.rings.at(-1), last = ring.at(-1), point = [Math.round(x), Math.round(y)];
    if (point[0] !== last[0] || point[1] !== last[1]) ring.push(point);
  }
  closePath() {
    const ring = this.rings.at(-1), [first, last] = [ring[0], ring.at(-1)];
    if (ring.length > 1 && first[0] === last[0] && first[1] === last[1]) ring.pop();
    ring.closed = true;
  }
}

const pair = ([x, y]) => `${x}${y < 0 ? "" : " "}${y}`;
const joined = (steps) => steps.map(pair).reduce((all, one) => all + (one[0] === "-" ? "" : " ") + one);
const steps = (ring) => ring.slice(1).map(([x, y], i) => [x - ring[i][0], y - ring[i][1]]);
const written = (ring) => `M${pair(ring[0])}l${joined(steps(ring))}${ring.closed ? "z" : ""}`;

/** Path data of an object: one absolute start for each ring, then steps from point to point. */
function draw(object) {
  const drawing = new Rings();
  geoPath(projection, drawing)(object);
  return drawing.rings.filter((ring) => ring.length > (ring.closed ? 2 : 1)).map(written).join("");
}

function countries(resolution) {
  const file = new URL(`node_modules/world-atlas/countries-${resolution}.json`, import.meta.url);
  const atlas = JSON.parse(readFileSync(file));
  return feature(atlas, atlas.objects.countries).features;
}

const code = (country) => iso.numericToAlpha3(country.id);
const present = (row) => !row.fields.until && row.fields.iso3 !== "HKG"; // lies within a state that is drawn
const shown = new Set(JSON.parse(readFileSync(CATALOGUE)).filter(present).map((row) => row.fields.iso3));

const places = {};
const land = []; // without a code: Kosovo, Northern Cyprus, Somaliland
for (const country of countries("110m")) {
  const small = measure.area(country) < SMALLEST_SHAPE;
  if (!code(country)) land.push(draw(country));
  else if (!(small && shown.has(code(country)))) places[code(country)] = { d: draw(country) };
}
for (const resolution of ["50m", "10m"]) // Tuvalu is in the finest set only
  for (const country of countries(resolution)) {
    if (!shown.has(code(country)) || places[code(country)]) continue;
    const [x, y] = measure.centroid(country).map(Math.round);
    places[code(country)] = { x, y };
  }

const lacking = [...shown].filter((iso3) => !places[iso3]);
if (lacking.length) throw new Error(`No shape and no dot: ${lacking}`);

const world = {
  size: [WIDTH, HEIGHT],
  sphere: draw({ type: "Sphere" }),
  graticule: draw(geoGraticule().step([30, 30]).extent([[-180, -90.1], [180, 90.1]])()),
  land,
  places: Object.fromEntries(Object.entries(places).sort()),
};
writeFileSync(TARGET, JSON.stringify(world, null, 0).replaceAll('},"', '},\n"') + "\n");
const dots = Object.values(places).filter((place) => place.x).length;
console.log(`${Object.keys(places).length} places, ${dots} of them dots, ${statSync(TARGET).size} bytes`);
