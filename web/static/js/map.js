// Where is it? Draws the points of the list on a map, once somebody asks for that; nothing is asked of anybody before.

const CLOSEST = 17;
const ALONE = 15; // how close to look where there is one point

export function start(hub) {
  const box = document.querySelector("[data-map]");
  const button = box.querySelector("button");
  box.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await draw(box, hub);
    } catch {
      hub.tell(box.dataset.failed);
      button.disabled = false;
    }
  });
}

async function draw(box, hub) {
  const { data, leaflet } = await brought(box.dataset);
  const ground = document.createElement("div");
  ground.className = "map-ground";
  ground.role = "region";
  ground.ariaLabel = box.dataset.name;
  box.replaceChildren(ground);
  const map = leaflet.map(ground, { maxZoom: CLOSEST, zoomSnap: box.dataset.tiles ? 1 : 0.25, zoomControl: false, attributionControl: Boolean(box.dataset.tiles) });
  leaflet.control.zoom({ zoomInTitle: box.dataset.closer, zoomOutTitle: box.dataset.wider }).addTo(map);
  map.attributionControl?.setPrefix(false);
  // Where we look at is set before any tile is asked for: those of elsewhere are none of our business.
  const outlines = leaflet.geoJSON(data, { interactive: false, style: { className: "map-outline" }, pointToLayer: (part) => named(leaflet, part) });
  const spots = [...document.querySelectorAll(".spot[data-lat]")];
  const bounds = leaflet.latLngBounds(spots.map(pointOf)).extend(outlines.getBounds());
  map.fitBounds(bounds, { maxZoom: ALONE, padding: [48, 32] }); // room for a pin and a name at the edge
  if (box.dataset.tiles) tilesOf(leaflet, box.dataset).addTo(map);
  outlines.addTo(map);
  for (const spot of spots) mark(leaflet, map, spot, box.dataset);
  ground.focus?.();
  hub.tell(box.dataset.name);
}

/** Bring the library, its looks and the outlines of the place. */
async function brought({ script, style, outlines }) {
  const looks = document.createElement("link");
  looks.rel = "stylesheet";
  looks.href = style;
  const dressed = new Promise((done, failed) => ((looks.onload = done), (looks.onerror = failed)));
  document.head.prepend(looks); // ours come after it, and have the last word
  const [answer] = await Promise.all([fetch(outlines), import(script), dressed]);
  return { data: await answer.json(), leaflet: window.L };
}

/** A ground of tiles whose empty picture is a file of ours: what is written into an address no page of ours takes. */
function tilesOf(leaflet, { tiles, credit, empty }) {
  const Ground = leaflet.TileLayer.extend({
    _abortLoading() {
      for (const [key, { coords, el }] of Object.entries(this._tiles)) {
        if (coords.z === this._tileZoom || el.complete) continue;
        el.onload = el.onerror = () => {};
        el.src = empty;
        el.remove();
        delete this._tiles[key];
        this.fire("tileabort", { tile: el, coords });
      }
    },
    _removeTile(key) {
      if (this._tiles[key]) this._tiles[key].el.src = empty;
      return leaflet.GridLayer.prototype._removeTile.call(this, key);
    },
  });
  const credited = document.createElement("span");
  credited.textContent = credit; // the library writes it as HTML; it is plain words
  return new Ground(tiles, { attribution: credited.innerHTML, referrerPolicy: "strict-origin" });
}

/** Put a button on the map that leads to a spot of the list; its name is what is read out. */
function mark(leaflet, map, spot, { read, close }) {
  const name = spot.querySelector("h3").textContent.trim();
  const icon = leaflet.divIcon({ className: "map-point", iconSize: [28, 28], html: pin() });
  const marker = leaflet.marker(pointOf(spot), { icon, title: name, riseOnHover: true }).addTo(map);
  marker.getElement().ariaLabel = name;
  const width = map.getContainer().clientWidth;
  marker.bindPopup(told(spot, name, read), { autoPanPadding: [24, 24], minWidth: 120, maxWidth: Math.min(300, width - 80) });
  marker.on("popupopen", ({ popup }) => (popup.getElement().querySelector(".leaflet-popup-close-button").ariaLabel = close));
}

/** The name of a part of the place, in the middle of it: to read, not to press. */
function named(leaflet, { geometry: { coordinates }, properties }) {
  const words = document.createElement("span");
  words.textContent = properties.name;
  const icon = leaflet.divIcon({ className: "map-name", iconSize: [0, 0], html: words });
  return leaflet.marker([coordinates[1], coordinates[0]], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 });
}

function pin() {
  const dot = document.createElement("span");
  dot.ariaHidden = "true";
  return dot;
}

function told(spot, name, read) {
  const words = document.createElement("div");
  const title = document.createElement("p");
  const list = spot.querySelector("ul").cloneNode(true);
  const link = document.createElement("a");
  title.className = "title";
  title.textContent = name;
  link.href = `#${spot.id}`;
  link.textContent = read;
  words.append(title, list, link);
  return words;
}

function pointOf({ dataset }) {
  return [Number(dataset.lat), Number(dataset.lon)];
}
