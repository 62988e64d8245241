// A table of lessons. Sends the trigger `event`: {do: "pick" | "move" | "clear", id}.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".grid");
  const frame = root.querySelector(".frame");
  const line = root.querySelector(".line");
  const held = focusedPlace(parentElement);

  root.className = "grid" + (data.compact ? " compact" : "");
  root.style.setProperty("--tall", data.tall ? data.tall + "px" : "none");
  root.style.setProperty("--columns", data.columns.length);
  root.style.setProperty("--row", data.cells.length > 7 ? "46px" : "58px");
  frame.replaceChildren(table(data));
  tell(data.hint || "");
  const first = (held && at(...held)) || frame.querySelector(".selected") || frame.querySelector("[data-place]");
  if (first) first.tabIndex = 0;
  if (held && first) first.focus({ preventScroll: true });
  tell(data.hint || "");  // what was done last stands above what has the focus

  function send(what, id) {
    root.classList.add("busy");
    setTriggerValue("event", { do: what, id: id });
  }

  function at(row, column, number) {
    return frame.querySelector(`[data-place="${row},${column},${number}"]`);
  }

  function tell(text, id) {
    line.replaceChildren(element("span", text));
    if (id) {
      const button = element("button", data.words.instead);
      button.onclick = () => send("pick", id);
      line.append(button);
    }
  }

  function words(place) {
    const target = place.closest("td").dataset.target;
    return [place.title, target].filter(Boolean).filter((text, i, all) => all.indexOf(text) === i).join("　");
  }

  // What a click on a place means as it is drawn now.
  function meaning(place) {
    const { legal, to, target } = place.closest("td").dataset, id = place.dataset.id;
    if (place.classList.contains("selected")) return () => send("clear", null);
    if (legal === "yes") return () => send("move", to);
    if (legal === "no") return () => tell(target, id);
    return () => id && send("pick", id);
  }

  function placeOf(event) {
    return event.target.closest("[data-place]") || event.target.closest("td")?.querySelector("[data-place]");
  }

  // The table may be drawn anew between press and release: what was pressed counts, and the browser then names no cell.
  frame.onpointerdown = (event) => {
    const place = placeOf(event);
    root.pressed = place && { at: place.dataset.place, act: meaning(place) };
  };
  frame.onclick = (event) => {
    const pressed = root.pressed, place = placeOf(event) || (pressed && at(...pressed.at.split(",")));
    root.pressed = null;
    if (place) settle(place);
    if (pressed) pressed.act();
    else if (place) meaning(place)();
  };
  frame.onmouseover = (event) => {
    const place = event.target.closest("[data-place]");
    if (place && !line.querySelector("button")) tell(words(place) || data.hint || "");
  };
  const shown = new AbortController();
  const onFocus = (event) => {
    const place = event.target.closest("[data-place]");
    if (place) tell(words(place) || data.hint || "");
  };
  frame.addEventListener("focusin", onFocus, { signal: shown.signal });
  frame.onkeydown = (event) => {
    const place = event.target.closest("[data-place]");
    if (!place) return;
    const next = neighbour(place, event.key);
    if (next) settle(next);
    else if (event.key === "Enter" || event.key === " ") meaning(place)();
    else if (event.key === "Escape") send("clear", null);
    else return;
    event.preventDefault();
  };

  function settle(place) {
    for (const other of frame.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    place.tabIndex = 0;
    place.focus();
  }

  function neighbour(place, key) {
    const [row, column, number] = place.dataset.place.split(",").map(Number);
    const rows = data.cells.length, columns = data.columns.length;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
    if (key === "Home") return at(row, 0, 0);
    if (key === "End") return at(row, columns - 1, 0);
    if (!step) return null;
    const inside = step[0] && at(row, column, number + step[0]);
    if (inside) return inside;
    for (let r = row + step[0], c = column + step[1]; r >= 0 && r < rows && c >= 0 && c < columns; r += step[0], c += step[1]) {
      const found = at(r, c, 0);
      if (found) return found;
    }
    return null;
  }

  return () => shown.abort();
}

function focusedPlace(parent) {
  const place = parent.activeElement?.dataset?.place || document.activeElement?.dataset?.place;
  return place ? place.split(",").map(Number) : null;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function table(data) {
  const made = element("table");
  made.setAttribute("role", "grid");
  made.setAttribute("aria-label", data.words.table);
  const head = made.createTHead();
  const top = head.insertRow();
  const corner = element("th", data.words.corner, "corner");
  const grouped = data.columns.some((column) => column.first);
  top.append(corner);
  if (grouped) {
    corner.rowSpan = 2;
    groups(data.columns).forEach((group) => top.append(group));
  }
  const line = grouped ? head.insertRow() : top;
  data.columns.forEach((column) => line.append(heading(column, "col")));
  const body = made.createTBody();
  data.cells.forEach((cells, r) => {
    const row = body.insertRow();
    row.append(heading(data.rows[r], "row"));
    cells.forEach((cell, c) => row.append(oneCell(cell, r, c, data)));
  });
  return made;
}

// A column that begins a day bears the day's name in `group`, which stands above all of the day's columns.
function groups(columns) {
  const found = [];
  for (const column of columns) {
    if (column.first || !found.length) {
      found.push(element("th", column.group, "first"));
      found.at(-1).scope = "colgroup";
      found.at(-1).colSpan = 1;
    } else found.at(-1).colSpan += 1;
  }
  return found;
}

function heading(what, scope) {
  const made = element("th", what.label, what.first ? "first" : "");
  made.scope = scope;
  if (what.sub) made.append(element("small", what.sub));
  return made;
}

function oneCell(cell, r, c, data) {
  const made = element("td");
  made.setAttribute("role", "gridcell");
  if (data.columns[c].first) made.classList.add("first");
  if (data.rows[r].part) made.classList.add("part");
  if (!cell) return made;
  const items = cell.items || [];
  items.forEach((item, i) => made.append(oneItem(item, `${r},${c},${i}`)));
  if (!items.length && (cell.id || cell.target)) {
    const empty = element("div", "", "empty" + (cell.selected ? " selected" : ""));
    empty.dataset.place = `${r},${c},0`;
    empty.tabIndex = -1;
    empty.title = cell.title || "";
    empty.setAttribute("aria-label", [cell.title, cell.target?.title].filter(Boolean).join(" "));
    if (cell.id) empty.dataset.id = cell.id;
    made.append(empty);
  }
  const target = cell.target;
  if (target) {
    made.dataset.legal = target.legal ? "yes" : "no";
    made.dataset.to = target.id;
    made.dataset.target = target.title;
    made.classList.add(target.legal ? "legal" : "illegal");
    if (target.dearer) made.classList.add("dearer");
    made.title = target.title;
    made.append(element("span", target.badge, "badge change"));
    made.querySelectorAll("[data-place]").forEach((place) => {
      place.setAttribute("aria-label", `${place.title} ${target.title}`);
    });
  }
  return made;
}

function oneItem(item, place) {
  const made = element("div", "", "item");
  if (item.area) made.classList.add("a-" + item.area);
  for (const mark of ["selected", "broken", "fresh", "locked"]) if (item[mark]) made.classList.add(mark);
  if (!item.id) made.classList.add("fixed");
  made.dataset.place = place;
  if (item.id) made.dataset.id = item.id;
  made.tabIndex = -1;
  made.title = item.title || "";
  made.append(element("b", item.lines[0]));
  for (const text of item.lines.slice(1)) made.append(element("span", text));
  if (item.lock) made.append(element("span", item.lock, "badge lock"));
  return made;
}
