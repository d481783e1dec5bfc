/**
 * A PDF of one page with these lines of text, in a font that every reader has. Letters outside Latin-1 become question
 * marks: it is a simple document, made without a library.
 */
export function makePdf(lines: readonly string[]): string {
  const text = lines
    .slice(0, 60)
    .map((line) => `(${escapeText(line)}) Tj T*`)
    .join("\n");
  const stream = `BT /F1 11 Tf 14 TL 56 790 Td\n${text}\nET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = body.length;
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  return `${body}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
}

/** Plain ASCII, so that the offsets count bytes: what lies outside is written in octal. */
function escapeText(text: string): string {
  return text
    .replace(/[\\()]/g, (character) => `\\${character}`)
    .replace(/[^\x20-\x7e]/g, (character) => {
      const code = character.charCodeAt(0);
      return code > 0xa0 && code < 0x100 ? `\\${code.toString(8)}` : "?";
    });
}
