// A sheet that is edited as in Excel. Sends the state `state`: {mount, number, rows}, all rows after each edit, so that the last one
// has every edit before it. `data.rows` begin a grid; while `data.mount` stays the same what stands in the browser counts.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".sheet");
  const words = data.words, width = data.columns.length;
  const begun = root.mount !== data.mount;
  if (begun) {
    Object.assign(root, { mount: data.mount, rows: data.rows.map((row) => [...row]), number: data.taken, past: [], future: [], at: [0, 0], to: [0, 0] });
    root.replaceChildren(...frame());
  }
  const box = root.querySelector(".frame"), body = root.querySelector("tbody");
  const pen = root.querySelector(".pen"), list = root.querySelector(".list"), line = root.querySelector(".line");
  const dragging = { on: false };
  if (begun) draw();
  mark();
  listen();

  function frame() {
    const table = make("table"), head = table.createTHead().insertRow();
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", data.label);
    head.append(make("th"));
    data.columns.forEach((column, at) => {
      const cell = make("th", column.title, at === 0 ? "pinned" : "");
      cell.title = column.note;
      head.append(cell);
    });
    table.createTBody();
    const pen = make("input", "", "pen"), list = make("div", "", "list");
    pen.autocomplete = "off";
    list.hidden = true;
    const box = make("div", "", "frame");
    box.append(table, pen, list);
    return [box, make("div", words.hint, "line")];
  }

  // Rows and cells.

  function adds() {
    return !(data.fixed && root.rows.length);
  }

  function count() {
    return root.rows.length + (adds() ? 1 : 0);
  }

  function value(row, column) {
    return root.rows[row]?.[column] ?? "";
  }

  function draw() {
    while (body.rows.length > count()) body.deleteRow(-1);
    for (let row = 0; row < count(); row++) {
      const made = body.rows[row] || insert(row);
      made.cells[0].textContent = row < root.rows.length ? row + 1 : "+";
      made.cells[0].title = row < root.rows.length ? "" : words.new;
      for (let column = 0; column < width; column++) {
        const cell = made.cells[column + 1], text = value(row, column);
        if (cell.textContent !== text) cell.textContent = text;
      }
    }
    select(root.at, root.to);
  }

  function insert(row) {
    const made = body.insertRow();
    const head = make("th");
    head.scope = "row";
    made.append(head);
    data.columns.forEach((column, at) => {
      const cell = made.insertCell();
      cell.className = [at === 0 ? "pinned" : "", column.number ? "number" : ""].join(" ").trim();
      cell.dataset.at = `${row},${at}`;
      cell.setAttribute("role", "gridcell");
    });
    return made;
  }

  function cellAt(row, column) {
    return body.rows[row]?.cells[column + 1];
  }

  function mark() {
    for (const cell of root.querySelectorAll("td.wrong, td.doubtful")) {
      cell.classList.remove("wrong", "doubtful");
      cell.title = "";
    }
    for (const each of data.marks) {
      const cell = cellAt(each.row, each.column);
      if (!cell) continue;
      cell.classList.add(each.blocks ? "wrong" : "doubtful");
      cell.title = [cell.title, each.words].filter(Boolean).join("\n");
    }
    const active = cellAt(...root.at);
    if (active?.title && !line.classList.contains("alarm")) tell(active.title, active.classList.contains("wrong"));
  }

  // What is selected.

  function corners() {
    const [[r1, c1], [r2, c2]] = [root.at, root.to];
    return [Math.min(r1, r2), Math.min(c1, c2), Math.max(r1, r2), Math.max(c1, c2)];
  }

  function select(at, to = at) {
    const fit = ([row, column]) => [clamp(row, count() - 1), clamp(column, width - 1)];
    [root.at, root.to] = [fit(at), fit(to)];
    for (const cell of body.querySelectorAll(".picked, .active")) cell.classList.remove("picked", "active");
    const [top, left, bottom, right] = corners();
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) if (top !== bottom || left !== right) cellAt(row, column).classList.add("picked");
    const active = cellAt(...root.at);
    if (!active) return;
    active.classList.add("active");
    Object.assign(pen.style, { left: active.offsetLeft + "px", top: active.offsetTop + "px" });
    pen.style.width = pen.style.minWidth = Math.max(active.offsetWidth, 60) + "px";
    pen.style.height = active.offsetHeight + "px";
    pen.setAttribute("aria-label", `${words.row.replace("{n}", root.at[0] + 1)} ${data.columns[root.at[1]].title}`);
    active.title && tell(active.title, active.classList.contains("wrong"));
  }

  function go(rows, columns, extend) {
    const from = extend ? root.to : root.at;
    const to = [clamp(from[0] + rows, count() - 1), clamp(from[1] + columns, width - 1)];
    tell(words.hint);
    extend ? select(root.at, to) : select(to);
    const cell = cellAt(...to), head = box.querySelector("thead").offsetHeight;
    if (cell.offsetTop < box.scrollTop + head) box.scrollTop = cell.offsetTop - head;
    if (cell.offsetTop + cell.offsetHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = cell.offsetTop + cell.offsetHeight - box.clientHeight;
    const pinned = cellAt(to[0], 0).offsetWidth + 39;
    if (to[1] && cell.offsetLeft < box.scrollLeft + pinned) box.scrollLeft = cell.offsetLeft - pinned;
    if (cell.offsetLeft + cell.offsetWidth > box.scrollLeft + box.clientWidth)
      box.scrollLeft = cell.offsetLeft + cell.offsetWidth - box.clientWidth;
  }

  // Edits.

  function edit(change) {
    const before = JSON.stringify(root.rows);
    change();
    while (root.rows.length && !data.fixed && root.rows.at(-1).every((text) => !text.trim())) root.rows.pop();
    if (JSON.stringify(root.rows) === before) return;
    root.past.push(before);
    root.future = [];
    send();
  }

  function step(from, to) {
    if (!from.length) return;
    to.push(JSON.stringify(root.rows));
    root.rows = JSON.parse(from.pop());
    send();
  }

  function send() {
    draw();
    root.number += 1;
    setStateValue("state", { mount: root.mount, number: root.number, rows: root.rows });
  }

  function put(row, column, text) {
    while (root.rows.length <= row) root.rows.push(Array(width).fill(""));
    root.rows[row][column] = text;
  }

  function clear() {
    const [top, left, bottom, right] = corners();
    edit(() => {
      if (left === 0 && right === width - 1 && root.whole && !data.fixed) root.rows.splice(top, bottom - top + 1);
      else
        for (let row = top; row <= Math.min(bottom, root.rows.length - 1); row++)
          for (let column = left; column <= right; column++) root.rows[row][column] = "";
    });
  }

  // Excel puts a cell with a break or a quote in quotes.
  function parsed(text) {
    const rows = [[]];
    const cells = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
    const plain = text.replace(/(\r\n|\n|\r)$/, "");
    for (let found; (found = cells.exec(plain)); ) {
      rows.at(-1).push((found[1]?.replaceAll('""', '"') ?? found[2]).replace(/[\r\n]+/g, " ").trim());
      if (cells.lastIndex >= plain.length && found[3] !== "\t" && !/[\r\n]/.test(found[3])) break;
      if (found[3] !== "\t") rows.push([]);
      if (found[0] === "") break;
    }
    return rows;
  }

  function paste(text) {
    const [top, left, bottom, right] = corners();
    let block = parsed(text);
    if (block.length === 1 && block[0].length === 1)  // one cell fills all that is selected
      block = Array.from({ length: bottom - top + 1 }, () => Array(right - left + 1).fill(block[0][0]));
    const wide = Math.max(...block.map((row) => row.length)) - (width - left);
    const tall = adds() ? 0 : block.length - (root.rows.length - top);
    if (tall > 0) block = block.slice(0, block.length - tall);
    edit(() => block.forEach((row, down) => row.slice(0, width - left).forEach((each, over) => put(top + down, left + over, each))));
    select([top, left], [top + block.length - 1, Math.min(width, left + Math.max(...block.map((row) => row.length))) - 1]);
    if (wide > 0) tell(words.wide.replace("{n}", wide), true);
    if (tall > 0) tell(words.tall.replace("{n}", tall), true);
  }

  function copied() {
    const [top, left, bottom, right] = corners();
    const rows = [];
    for (let row = top; row <= bottom; row++) rows.push(Array.from({ length: right - left + 1 }, (_each, at) => value(row, left + at)).join("\t"));
    return rows.join("\n");
  }

  // Writing into a cell.

  function write(text) {
    if (!adds() && root.at[0] >= root.rows.length) return;
    root.writing = true;
    pen.classList.add("writing");
    if (text !== null) pen.value = text;
    offer(text !== "" && text !== null);
  }

  function stop(keep) {
    if (!root.writing) return;
    const text = pen.value.trim(), [row, column] = root.at;
    root.writing = false;
    pen.classList.remove("writing");
    pen.value = "";
    list.hidden = true;
    if (keep) edit(() => (text || row < root.rows.length) && put(row, column, text));
  }

  // The part of the text that is being completed: after the last separator where a cell may name several.
  function part() {
    const cut = data.columns[root.at[1]].several ? Math.max(...[..."、,，;；/"].map((each) => pen.value.lastIndexOf(each))) : -1;
    return [pen.value.slice(0, cut + 1), pen.value.slice(cut + 1).trim()];
  }

  function offer(all) {
    const options = data.columns[root.at[1]].options, sought = part()[1].toLowerCase();
    const fitting = all ? options : options.filter((each) => each.toLowerCase().includes(sought));
    list.replaceChildren(...fitting.slice(0, 200).map((each) => make("div", each, each === part()[1] ? "on" : "")));
    list.hidden = !fitting.length;
    const below = pen.offsetTop + pen.offsetHeight;
    const room = box.scrollTop + box.clientHeight - below;
    Object.assign(list.style, { left: pen.offsetLeft + "px", top: below + "px" });
    if (room < 120 && pen.offsetTop > list.offsetHeight) list.style.top = pen.offsetTop - list.offsetHeight + "px";
  }

  function choose(option) {
    pen.value = part()[0] + option;
    list.hidden = true;
  }

  function walk(step) {
    const options = [...list.children], now = options.findIndex((each) => each.classList.contains("on"));
    options[now]?.classList.remove("on");
    const next = options[clamp(now + step, options.length - 1)];
    next.classList.add("on");
    next.scrollIntoView({ block: "nearest" });
    pen.value = part()[0] + next.textContent;
  }

  function tell(text, alarm) {
    line.textContent = text;
    line.classList.toggle("alarm", Boolean(alarm));
  }

  // What is done.

  function listen() {
    box.onpointerdown = (event) => {
      const option = event.target.closest(".list div");
      if (option) {
        event.preventDefault();
        choose(option.textContent);
        stop(true);
        return;
      }
      if (event.target === pen) return;
      const cell = event.target.closest("td"), head = event.target.closest("tbody th");
      if (!cell && !head) return;
      event.preventDefault();
      stop(true);
      tell(words.hint);
      root.whole = Boolean(head);
      if (head) {
        const row = head.parentElement.rowIndex - 1;
        select([event.shiftKey ? root.at[0] : row, 0], [row, width - 1]);
      } else {
        const at = cell.dataset.at.split(",").map(Number);
        event.shiftKey ? select(root.at, at) : select(at);
        dragging.on = true;
      }
      pen.focus({ preventScroll: true });
    };
    box.onpointermove = (event) => {
      const cell = dragging.on && event.buttons && event.target.closest?.("td");
      if (cell) select(root.at, cell.dataset.at.split(",").map(Number));
    };
    box.onpointerup = () => (dragging.on = false);
    box.ondblclick = (event) => event.target.closest("td") && begin();
    pen.oninput = () => {
      if (!root.writing) write(null);
      offer(false);
    };
    pen.oncompositionstart = () => root.writing || write(null);
    pen.onblur = () => stop(true);
    pen.oncopy = pen.oncut = (event) => {
      if (root.writing) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", copied());
      if (event.type === "cut") clear();
    };
    pen.onpaste = (event) => {
      if (root.writing) return;
      event.preventDefault();
      paste(event.clipboardData.getData("text/plain"));
    };
    pen.onkeydown = (event) => {
      if (event.isComposing) return;
      if (pressed(event)) event.preventDefault();
    };
  }

  function begin() {
    write(value(...root.at));
    pen.setSelectionRange(pen.value.length, pen.value.length);
  }

  function pressed(event) {
    const { key, shiftKey } = event;
    if (event.ctrlKey || event.metaKey) {
      if (root.writing) return false;
      const wanted = key.toLowerCase();
      if (wanted === "z" && !shiftKey) return step(root.past, root.future), true;
      if (wanted === "y" || (wanted === "z" && shiftKey)) return step(root.future, root.past), true;
      if (wanted === "a") return select([0, 0], [count() - 1, width - 1]), true;
      if (key === "Home") return go(-count(), -width), true;
      if (key === "End") return go(count(), width), true;
      return false;
    }
    if (key === "Enter" && !root.writing) return begin(), true;
    if (key === "Enter" || key === "Tab") {
      if (key === "Tab" && !root.writing && (shiftKey ? root.at[1] === 0 : root.at[1] === width - 1)) return false;
      stop(true);
      key === "Enter" ? go(shiftKey ? -1 : 1, 0) : go(0, shiftKey ? -1 : 1);
      return true;
    }
    if (root.writing) {
      if (key === "Escape") return stop(false), true;
      if ((key === "ArrowDown" || key === "ArrowUp") && !list.hidden) return walk(key === "ArrowDown" ? 1 : -1), true;
      return false;
    }
    const way = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], PageUp: [-10, 0], PageDown: [10, 0] }[key];
    if (way) return (root.whole = false), go(...way, shiftKey), true;
    if (key === "F2") return begin(), true;
    if (key === "Delete" || key === "Backspace") return clear(), true;
    return false;
  }

  function clamp(number, most) {
    return Math.max(0, Math.min(number, most));
  }

  function make(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
}
