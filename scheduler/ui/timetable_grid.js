// A table of lessons. Sends the state `events`: those that the page has not answered yet, the latest last, each
// {number, do: "pick" | "move" | "force" | "park" | "clear", id, of}, `of` what was picked as it was drawn; `data.taken` is the number
// of the last one answered.
const FAR = 6; // pixels from which a press is a drag

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".grid");
  const frame = root.querySelector(".frame");
  const line = root.querySelector(".line");
  const held = focusedPlace(parentElement);

  root.drawn = data; // listeners of a drawing before may still be called
  root.events = (root.events || []).filter((each) => each.number > data.taken);
  root.className = "grid" + (data.compact ? " compact" : "");
  root.style.setProperty("--tall", data.tall ? data.tall + "px" : "none");
  root.style.setProperty("--columns", data.columns.length);
  root.style.setProperty("--row", data.cells.length > 7 ? "46px" : "58px");
  frame.replaceChildren(table(data));
  root.querySelector(".tray").replaceChildren(...tray(data));
  tell(data.hint || "");
  const first = (held && at(...held)) || frame.querySelector(".selected") || frame.querySelector("[data-place]");
  if (first) first.tabIndex = 0;
  if (held && first) first.focus({ preventScroll: true });
  tell(data.hint || ""); // what was done last stands above what has the focus
  drop(); // of a drag that ended before the page had said where the lesson can go

  function send(what, id) {
    root.classList.add("busy");
    root.last = Math.max(root.drawn.taken, root.last ?? 0) + 1;
    root.events = [...root.events, { number: root.last, do: what, id: id, of: root.drawn.picked }];
    setStateValue("events", root.events);
  }

  function at(row, column, number) {
    return frame.querySelector(`[data-place="${row},${column},${number}"]`);
  }

  // Beside the text: a click that picks an item instead, one that goes to a place in spite of what the text says.
  function tell(text, id, force) {
    line.replaceChildren(element("span", text));
    for (const [what, to, words] of [["pick", id, data.words.instead], ["force", force, data.words.force]]) {
      if (!to) continue;
      const button = element("button", words);
      button.onclick = () => send(what, to);
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
    if (legal === "no") return () => tell(target, id, data.tray && to);
    return () => id && send("pick", id);
  }

  function placeOf(event) {
    return event.target.closest("[data-place]") || event.target.closest("td")?.querySelector("[data-place]");
  }

  // The table may be drawn anew between press and release: what was pressed counts, and the browser then names no cell.
  frame.onpointerdown = (event) => {
    const place = placeOf(event);
    root.pressed = place && { at: place.dataset.place, act: meaning(place) };
    press(event, event.target.closest("[data-place]"));
  };
  frame.onclick = (event) => {
    if (root.dragged) return;
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
  const during = (name, act) => document.addEventListener(name, act, { signal: shown.signal });
  during("pointermove", drag);
  during("pointerup", release);
  during("pointercancel", () => forget());
  during("keydown", (event) => (event.key === "Escape" && root.drag ? forget() : step(event)));
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

  // Dragging: what is dragged is picked as it leaves its place, so that the page says meanwhile where it can go. Fingers scroll instead.
  function press(event, item) {
    root.drag = root.dragged = root.dropped = null;
    if (!data.tray || event.button || event.pointerType === "touch" || !item?.dataset.id || !item.matches(".item")) return;
    const text = item.firstElementChild.textContent;
    root.drag = { id: item.dataset.id, x: event.clientX, y: event.clientY, text, picked: item.matches(".selected") };
  }

  function drag(event) {
    const held = root.drag;
    if (!held) return;
    if (!held.ghost) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
      held.ghost = element("div", held.text, "ghost");
      root.append(held.ghost);
      root.classList.add("dragging");
      root.dragged = true;
      if (!held.picked) send("pick", held.id);
    }
    held.ghost.style.left = event.clientX + 8 + "px";
    held.ghost.style.top = event.clientY + 8 + "px";
    root.querySelector(".under")?.classList.remove("under");
    under(event)?.classList.add("under");
  }

  function release(event) {
    const held = root.drag, place = held?.ghost && under(event);
    forget();
    if (!place) return;
    const cell = place.querySelector("[data-place]")?.dataset.place;
    root.dropped = { id: held.id, at: place.matches(".tray") ? "tray" : cell };
    drop();
  }

  function forget() {
    root.drag?.ghost?.remove();
    root.drag = null;
    root.classList.remove("dragging");
    root.querySelector(".under")?.classList.remove("under");
  }

  function under(event) {
    const scope = parentElement.elementFromPoint ? parentElement : document;
    return scope.elementFromPoint(event.clientX, event.clientY)?.closest?.(".tray, td");
  }

  // Once the dragged item is drawn as the picked one, do what a click there would mean.
  function drop() {
    const { id, at: where } = root.dropped || {};
    const picked = [...root.querySelectorAll(".item.selected")].find((item) => item.dataset.id === id);
    if (!picked || !where) return;
    root.dropped = null;
    if (where === "tray") {
      if (!picked.closest(".tray")) send("park", id);
      return;
    }
    const { legal, to, target } = at(...where.split(","))?.closest("td").dataset || {};
    if (legal === "yes") send("move", to);
    else if (legal === "no") tell(target, null, to);
  }

  // While something waits in the tray a step back is one of its own, not one of the page's.
  function step(event) {
    const typing = event.composedPath()[0].matches?.("input, textarea, [contenteditable]");
    if (!data.back || typing || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    if (event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    event.stopPropagation();
    document.querySelector(`.st-key-${data.back} button`)?.click();
  }

  function tray(data) {
    if (!data.tray) return [];
    const items = data.tray.map((item) => {
      const made = oneItem(item, "");
      made.removeAttribute("data-place");
      made.tabIndex = 0;
      made.setAttribute("role", "button");
      made.setAttribute("aria-pressed", String(Boolean(item.selected)));
      const act = () => (item.selected ? send("clear", null) : send("pick", item.id));
      made.onpointerdown = (event) => press(event, made);
      made.onclick = () => root.dragged || act();
      made.onkeydown = (event) => event.key === "Enter" && act();
      return made;
    });
    return [element("b", data.words.tray), ...(items.length ? items : [element("span", data.words.empty)])];
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
  if (item.tint) made.classList.add("t-" + item.tint);
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
