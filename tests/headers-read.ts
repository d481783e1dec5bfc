import { spawnSync } from "node:child_process";
import path from "node:path";
import ts from "typescript";
import { projectRoot } from "../scripts/project-root";

/**
 * Every request header that our code reads, each with the beginning of a value that the reader parses further:
 * tests of hostile headers send these. A test compares the list with the source.
 */
export const headersRead: Record<string, string> = {
  accept: "application/json;q=",
  "accept-encoding": "br;q=1",
  "accept-language": "nl;q=",
  authorization: "Bearer ",
  "content-length": "",
  "content-type": "application/json;",
  cookie: "NEXT_LOCALE=",
  host: "localhost:",
  "idempotency-key": "",
  "if-none-match": 'W/"',
  "next-action": "7f",
  origin: "http://",
  range: "bytes=0-",
  referer: "http://localhost/",
  "sec-fetch-site": "same-",
  "stripe-signature": "t=1,v1=",
  traceparent: "00-",
  "user-agent": "Mozilla/5.0 Version/",
  "x-forwarded-for": "10.0.0.1, ",
  "x-gatehouse-locale": "nl",
  "x-nonce": "",
  "x-page": "/account/",
};

/** What the source reads of requests' headers: names, and the places where a name is only known at run time. */
export type HeaderReads = { names: string[]; unknown: string[] };

/** Finds every read of a request header by its type: `Headers`, Next's own, and those of node:http. */
export function findHeaderReads(): HeaderReads {
  const { options, files } = project();
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const names = new Set<string>();
  const unknown: string[] = [];

  for (const file of files) {
    const tree = program.getSourceFile(file);
    if (tree) visit(tree, tree);
  }
  return { names: [...names].sort(), unknown };

  function visit(node: ts.Node, tree: ts.SourceFile): void {
    for (const name of namesReadBy(node)) {
      if (name !== null) names.add(name.toLowerCase());
      else unknown.push(`${path.relative(projectRoot, tree.fileName)}: ${node.getText()}`);
    }
    ts.forEachChild(node, (child) => visit(child, tree));
  }

  /** The headers that this node reads; null for one whose name is not known. */
  function namesReadBy(node: ts.Node): (string | null)[] {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: headers, name } = node.expression;
      if (!["get", "has"].includes(name.text) || !isOneOf(headers, ["Headers", "ReadonlyHeaders"])) return [];
      return isOfAnswer(headers) ? [] : [node.arguments[0] ? textOf(node.arguments[0]) : null];
    }
    // Resolving types is slow and property accesses are everywhere, so only files that import node:http are searched.
    if (!node.getSourceFile().text.includes("node:http")) return [];
    if (ts.isElementAccessExpression(node) && isOneOf(node.expression, ["IncomingHttpHeaders"])) {
      return [textOf(node.argumentExpression)];
    }
    if (ts.isPropertyAccessExpression(node) && isOneOf(node.expression, ["IncomingHttpHeaders"]))
      return [node.name.text];
    if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isObjectBindingPattern(node.name)) return [];
    if (!isOneOf(node.initializer, ["IncomingHttpHeaders"])) return [];
    return node.name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText());
  }

  function isOneOf(node: ts.Node, types: string[]): boolean {
    return types.includes(checker.typeToString(checker.getNonNullableType(checker.getTypeAtLocation(node))));
  }

  /** True for the headers of a response. */
  function isOfAnswer(headers: ts.Node): boolean {
    if (!ts.isPropertyAccessExpression(headers)) return false;
    return /Response$/.test(checker.getTypeAtLocation(headers.expression).getSymbol()?.name ?? "");
  }

  function textOf(node: ts.Node): string | null {
    const type = checker.getTypeAtLocation(node);
    return type.isStringLiteral() ? type.value : null;
  }
}

/** The code of the app, without its tests. */
function project(): { options: ts.CompilerOptions; files: string[] } {
  const config = ts.readConfigFile(path.join(projectRoot, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, { ...ts.sys, readDirectory: () => [] }, projectRoot);
  const served = ["app", "components", "i18n", "lib", "proxy.ts", "server.ts", "instrumentation.ts"];
  const { stdout } = spawnSync("git", ["ls-files", ...served], { cwd: projectRoot, encoding: "utf8" });
  const files = stdout.split("\n").filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
  return { options, files: files.map((file) => path.join(projectRoot, file)) };
}
