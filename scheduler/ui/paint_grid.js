// A week whose cells are painted. Sends the state `strokes`: those that the page has not answered yet, the latest last, each
// {number, cells: ["day-period", …], level: "forbidden" | … | ""}; `data.taken` is the number of the last one answered. So none is
// lost while the page is still busy with the one before.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".paint");
  const held = parentElement.activeElement?.dataset?.id;
  const stored = new Map(data.rows.flatMap((row) => row.cells.filter(Boolean).map((each) => [each.id, each.level])));
  root.strokes = (root.strokes || []).filter((each) => each.number > data.taken);
  root.replaceChildren(brushes(), table());
  place(held || root.dataset.last);
  if (held) cell(held)?.focus({ preventScroll: true });
  repaint();

  function brushes() {
    const bar = make("div", "", "brushes");
    bar.setAttribute("role", "radiogroup");
    bar.setAttribute("aria-label", data.words.brush);
    for (const brush of data.brushes) {
      const button = make("button", brush.label, brush.level || "clear");
      button.type = "button";
      button.dataset.level = brush.level;
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(brush.level === chosen()));
      button.onclick = () => choose(brush.level);
      bar.append(button);
    }
    bar.append(make("span", data.words.hint, "hint"));
    return bar;
  }

  function chosen() {
    return root.dataset.level ?? data.brushes[0].level;
  }

  function choose(level) {
    root.dataset.level = level;
    for (const button of root.querySelectorAll(".brushes button"))
      button.setAttribute("aria-checked", String(button.dataset.level === level));
  }

  function table() {
    const made = make("table");
    made.setAttribute("role", "grid");
    made.setAttribute("aria-label", data.words.table);
    const head = made.createTHead().insertRow();
    head.append(make("th", data.words.corner));
    data.columns.forEach((column) => head.append(heading(column.label, "", column.ids, "col")));
    const body = made.createTBody();
    for (const row of data.rows) {
      const line = body.insertRow();
      if (row.part) line.className = "part";
      line.append(heading(row.label, row.sub, row.cells.filter(Boolean).map((c) => c.id), "row"));
      for (const each of row.cells) line.append(each ? square(each) : make("td", "", "none"));
    }
    return made;
  }

  function heading(label, sub, ids, scope) {
    const made = make("th");
    made.scope = scope;
    const button = make("button", label);
    button.type = "button";
    button.title = data.words.all;
    if (sub) button.append(make("small", sub));
    button.onclick = () => send(ids);
    made.append(button);
    return made;
  }

  function square(each) {
    const made = make("td", "", "square " + (each.level || "free"));
    made.dataset.id = each.id;
    made.tabIndex = -1;
    made.title = each.title;
    made.setAttribute("role", "gridcell");
    made.setAttribute("aria-label", each.title);
    made.append(make("b", data.marks[each.level] || ""));
    if (each.note) made.append(make("small", each.note));
    return made;
  }

  function make(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function cell(id) {
    return root.querySelector(`[data-id="${id}"]`);
  }

  function place(id) {
    const target = cell(id) || root.querySelector("[data-id]");
    if (!target) return;
    for (const other of root.querySelectorAll('td[tabindex="0"]')) other.tabIndex = -1;
    target.tabIndex = 0;
    root.dataset.last = target.dataset.id;
  }

  function send(ids) {
    const number = (root.strokes.at(-1)?.number ?? data.taken) + 1;
    root.strokes = [...root.strokes, { number: number, cells: ids, level: chosen() }];
    repaint();
    setStateValue("strokes", root.strokes);
  }

  function repaint() {
    const levels = new Map(stored);
    for (const stroke of root.strokes) for (const id of stroke.cells) levels.set(id, stroke.level);
    for (const id of drawn()) levels.set(id, chosen());
    for (const [id, level] of levels) show(cell(id), level);
  }

  // The cells of the stroke that is being drawn; the page may draw the table anew meanwhile.
  function drawn() {
    const ends = root.ends?.map(cell);
    return ends?.every(Boolean) ? between(...ends) : [];
  }

  function show(target, level) {
    target.className = "square " + (level || "free");
    target.querySelector("b").textContent = data.marks[level] || "";
  }

  function squareAt(event) {
    const scope = parentElement.elementFromPoint ? parentElement : document;
    return scope.elementFromPoint(event.clientX, event.clientY)?.closest?.("td.square");
  }

  function extend(target) {
    if (!target) return;
    root.ends[1] = target.dataset.id;
    repaint();
  }

  function between(from, to) {
    const [rowA, rowB] = [from.parentElement.rowIndex, to.parentElement.rowIndex].sort((a, b) => a - b);
    const [left, right] = [from.cellIndex, to.cellIndex].sort((a, b) => a - b);
    const rows = [...root.querySelector("table").rows].slice(rowA, rowB + 1);
    return rows.flatMap((row) => [...row.cells].slice(left, right + 1)).map((each) => each.dataset.id).filter(Boolean);
  }

  root.onpointerdown = (event) => {
    const target = event.target.closest?.("td.square");
    if (!target || event.button) return;
    event.preventDefault();
    place(target.dataset.id);
    root.ends = [target.dataset.id, target.dataset.id];
    repaint();
    root.setPointerCapture(event.pointerId);
  };
  root.onpointermove = (event) => root.ends && extend(squareAt(event));
  root.onmouseover = (event) => tell(event.target);
  root.querySelector("table").addEventListener("focusin", (event) => tell(event.target));

  // What is in a square stands beside the brushes: who of several, and what the plan has there.
  function tell(target) {
    const words = target.closest?.("td.square")?.title;
    root.querySelector(".hint").textContent = words || data.words.hint;
  }

  root.onpointerup = () => {
    const done = drawn();
    root.ends = null;
    if (done.length) send(done);
  };
  root.onpointercancel = root.onpointerup;
  root.onkeydown = (event) => {
    const target = event.target.closest?.("td.square");
    const brush = data.brushes.find((each) => each.key === event.key);
    if (brush) choose(brush.level);
    else if (!target) return;
    else if (event.key === "Enter" || event.key === " ") send([target.dataset.id]);
    else if (!move(target, event.key)) return;
    event.preventDefault();
  };

  function move(from, key) {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
    if (!step) return false;
    const rows = root.querySelector("table").rows;
    let row = from.parentElement.rowIndex + step[0], column = from.cellIndex + step[1];
    for (; rows[row]?.cells[column]; row += step[0], column += step[1]) {
      const found = rows[row].cells[column];
      if (found.dataset.id) {
        place(found.dataset.id);
        found.focus();
        break;
      }
    }
    return true;
  }
}
