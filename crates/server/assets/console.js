"use strict";
const $ = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
let shown = null; // object URL of the picture on screen
let latest = 0; // only the newest request may change the page

function el(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function say(text, kind) {
  $("status").textContent = text;
  $("status").className = kind || "";
  $("status").hidden = !text;
}

function polygon(quad, className) {
  const node = document.createElementNS(SVG, "polygon");
  node.setAttribute("points", quad.map((p) => p.join(",")).join(" "));
  node.setAttribute("class", className);
  return node;
}

const words = (name) => name.replaceAll("_", " ").replace(/^./, (c) => c.toUpperCase());

function finding(item) {
  const where = "line" in item && "column" in item ? ` (line ${item.line + 1}, column ${item.column + 1})` : "";
  return words(String(item.code || item)) + (item.field ? `: ${item.field.replaceAll("_", " ")}` : "") + where;
}

function zone(sheet, overlay) {
  const card = el("article", undefined, "zone");
  const title = el("h2");
  const mrz = sheet.mrz;
  const known = sheet.recognition?.document;
  title.append(heading(sheet, known));
  card.append(title);
  if (known) recognised(known, title, card, overlay);
  if (mrz) {
    if (known) card.append(el("h3", mrz.format.replaceAll("_", " ").toUpperCase()));
    reading(mrz, known ? card.lastChild : title, card, overlay);
  }
  if (sheet.text?.length) card.append(print(sheet.text, overlay));
  return card;
}

function heading(sheet, known) {
  if (known) return `${words(known.definition.split("/").pop())}, ${known.issuing_state}`;
  return sheet.mrz ? sheet.mrz.format.replaceAll("_", " ").toUpperCase() : "Document of no known kind";
}

// The fields of a document whose kind is known, and what of it must be masked.
function recognised(known, title, card, overlay) {
  title.append(known.is_confident ? el("span", "confident", "badge") : el("span", "not confident", "badge bad"));
  const table = el("table");
  for (const field of known.fields.filter((field) => !field.key.startsWith("mrz_line"))) {
    const row = el("tr");
    row.append(el("th", words(field.key)));
    const value = el("td", field.value ?? field.text, "value");
    for (const item of known.findings.filter((item) => item.field === field.key)) value.append(el("span", finding(item), "finding"));
    row.append(value, sure(field.confidence));
    table.append(lighting(row, field.lines.map((line) => line.on_photo), overlay));
  }
  card.append(table);
  const said = (item) => known.fields.some((field) => field.key === item.field);
  for (const item of known.findings.filter((item) => !said(item))) card.append(el("span", finding(item), "finding"));
  for (const mask of known.masked) overlay.append(polygon(mask.on_photo, "mask"));
}

const sure = (confidence) =>
  el("td", `${(confidence * 100).toFixed(1)} %`, confidence < 0.9 ? "sure low" : "sure");

function reading(mrz, title, card, overlay) {
  title.append(mrz.check_digits_valid
    ? el("span", "check digits agree", "badge")
    : el("span", "check digits disagree", "badge bad"));
  card.append(el("p", mrz.lines.map((line) => line.text).join("\n"), "lines"));
  for (const line of mrz.lines) overlay.append(polygon(line.quad, "line"));
  const table = el("table");
  for (const field of mrz.fields) {
    const row = el("tr");
    row.append(el("th", words(field.key)));
    const value = el("td", field.value ?? "–", "value");
    for (const item of field.findings) value.append(el("span", finding(item), "finding"));
    row.append(value, sure(field.confidence));
    table.append(lighting(row, [field.quad], overlay));
  }
  card.append(table);
  for (const item of mrz.findings) card.append(el("span", finding(item), "finding"));
}

// The lines of print, folded away: their networks are young.
function print(lines, overlay) {
  const fold = el("details");
  fold.append(el("summary", `${lines.length} lines of print`));
  const table = el("table");
  for (const line of lines) {
    const row = el("tr");
    row.append(el("td", line.text, "value"), sure(line.confidence));
    table.append(lighting(row, [line.quad], overlay));
  }
  fold.append(table);
  return fold;
}

// The row, with its places on the picture, which light up while the row is pointed at.
function lighting(row, quads, overlay) {
  const marks = quads.map((quad) => polygon(quad, "field"));
  overlay.append(...marks);
  row.addEventListener("mouseenter", () => marks.forEach((mark) => mark.classList.add("lit")));
  row.addEventListener("mouseleave", () => marks.forEach((mark) => mark.classList.remove("lit")));
  return row;
}

function show(answer, wall) {
  const { width, height } = answer.photo;
  const overlay = $("overlay");
  overlay.setAttribute("viewBox", `0 0 ${width} ${height}`);
  overlay.replaceChildren();
  $("zones").replaceChildren();
  for (const sheet of answer.sheets) {
    overlay.append(polygon(sheet.quad, "sheet"));
    const dot = document.createElementNS(SVG, "circle"); // marks the document's own top left
    dot.setAttribute("cx", sheet.quad[0][0]);
    dot.setAttribute("cy", sheet.quad[0][1]);
    dot.setAttribute("r", Math.max(width, height) / 120);
    dot.setAttribute("class", "up");
    overlay.append(dot);
    $("zones").append(zone(sheet, overlay));
  }
  if (!answer.sheets.length) $("zones").append(el("p", "No document was found in this picture.", "zone"));
  const ms = answer.milliseconds;
  $("caption").textContent =
    `${width} × ${height} ${answer.photo.format.toUpperCase()} · read in ${ms.total.toFixed(0)} ms ` +
    `(decoding ${ms.decode.toFixed(0)} ms) · answered after ${wall.toFixed(0)} ms`;
  $("json").textContent = JSON.stringify(answer, null, 2);
  $("result").hidden = false;
}

/** Shows the picture; formats that a browser cannot draw (TIFF, PDF) leave a blank sheet of the right shape. */
function preview(file, photo) {
  if (shown) URL.revokeObjectURL(shown);
  shown = URL.createObjectURL(file);
  const picture = $("picture");
  picture.classList.remove("absent");
  picture.onerror = () => {
    picture.onerror = null;
    picture.classList.add("absent");
    const blank = `<svg xmlns="${SVG}" width="${photo.width}" height="${photo.height}"/>`;
    picture.src = `data:image/svg+xml,${encodeURIComponent(blank)}`;
  };
  picture.src = shown;
}

async function read(file) {
  const mine = ++latest;
  say(`Reading ${file.name || "the picture"} …`, "busy");
  const begun = performance.now();
  try {
    const type = file.type.startsWith("image/") ? file.type : "application/octet-stream";
    const headers = { "Content-Type": type };
    if ($("key").value) headers["x-api-key"] = $("key").value; // held by the page alone, and gone with it
    const response = await fetch("/v1/read?text=true", { method: "POST", headers, body: file });
    const answer = await response.json();
    if (mine !== latest) return;
    if (!response.ok) {
      if (response.status === 401) $("ask").hidden = false;
      $("result").hidden = true;
      say(answer.errors.map((error) => error.message).join(" "), "bad");
      return;
    }
    preview(file, answer.photo);
    show(answer, performance.now() - begun);
    say("");
  } catch (error) {
    if (mine === latest) say(`The server did not answer: ${error.message}`, "bad");
  }
}

$("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) read(file);
  event.target.value = "";
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); $("drop").classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); $("drop").classList.remove("over"); });
}
document.addEventListener("drop", (event) => {
  const [file] = event.dataTransfer.files;
  if (file) read(file);
});
document.addEventListener("paste", (event) => {
  const [file] = event.clipboardData.files;
  if (file) read(file);
});
$("copy").addEventListener("click", () => navigator.clipboard?.writeText($("json").textContent));
