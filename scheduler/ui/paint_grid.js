// A week whose cells are painted. Sends the trigger `painted`: {cells: ["day-period", …], level: "forbidden" | … | ""}.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".paint");
  const held = parentElement.activeElement?.dataset?.id;
  root.replaceChildren(brushes(), table());
  place(held || root.dataset.last);
  if (held) cell(held)?.focus({ preventScroll: true });
  let stroke = null;

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
    const level = chosen();
    for (const id of ids) show(cell(id), level);
    setTriggerValue("painted", { cells: ids, level: level });
  }

  function show(target, level) {
    if (!target) return;
    target.className = "square " + (level || "free");
    target.querySelector("b").textContent = data.marks[level] || "";
  }

  function squareAt(event) {
    const scope = parentElement.elementFromPoint ? parentElement : document;
    return scope.elementFromPoint(event.clientX, event.clientY)?.closest?.("td.square");
  }

  function extend(target) {
    if (!target || !stroke) return;
    for (const id of stroke.shown) cell(id).className = stroke.before.get(id)[0];
    for (const id of stroke.shown) cell(id).querySelector("b").textContent = stroke.before.get(id)[1];
    stroke.shown = between(stroke.from, target);
    for (const id of stroke.shown) {
      const each = cell(id);
      if (!stroke.before.has(id)) stroke.before.set(id, [each.className, each.querySelector("b").textContent]);
      show(each, chosen());
    }
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
    stroke = { from: target, shown: [], before: new Map() };
    place(target.dataset.id);
    extend(target);
    root.setPointerCapture(event.pointerId);
  };
  root.onpointermove = (event) => stroke && extend(squareAt(event));
  root.onpointerup = () => {
    const done = stroke;
    stroke = null;
    if (done?.shown.length) send(done.shown);
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
