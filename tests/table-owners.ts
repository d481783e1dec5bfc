import { spawnSync } from "node:child_process";
import path from "node:path";
import ts from "typescript";
import { ownerOfSchemaFile, readSchema } from "../scripts/database/migration-files";
import { projectRoot } from "../scripts/project-root";

/** A table of the schema: its model, its name in SQL, who owns it, and the fields that lead to other models. */
export type Table = { model: string; name: string; owner: string; relations: Record<string, string> };

/** One place in the code that writes a table; `table` is null where the code does not say which. */
export type TableWrite = { file: string; line: number; text: string; table: string | null };

const rowWrites =
  /^(create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany)$/;
/** What writes other rows from inside a write of one's own. `connect` and its like write a key of either of the two. */
const nestedWrites =
  /^(create|createMany|connectOrCreate|connect|disconnect|set|update|updateMany|upsert|delete|deleteMany)$/;
const sqlWrites = [
  /\b(?:insert\s+into|delete\s+from|merge\s+into|truncate\s+table)\s+(?:only\s+)?([\w".○]*)/gi,
  /\bupdate\s+(?:only\s+)?([\w".○]+)(?:\s+(?:as\s+)?\w+)?\s+set\b/gi,
];
/** Stands for a value in a template, which no SQL has. */
const hole = "○";

/** The tables of prisma/schema, each with the module whose file it stands in. */
export function readTables(): Table[] {
  const files = readSchema();
  const models = files.flatMap(({ content }) => [...content.matchAll(/^model (\w+)/gm)].map(([, name = ""]) => name));
  return files.flatMap((file) =>
    [...file.content.matchAll(/^model (\w+) \{(.*?)^\}/gms)].map(([, model = "", body = ""]) => ({
      model,
      name: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? model,
      owner: ownerOfSchemaFile(file.path),
      relations: Object.fromEntries(
        [...body.matchAll(/^ {2}(\w+) +(\w+)/gm)]
          .filter(([, , type = ""]) => models.includes(type))
          .map(([, field = "", type = ""]) => [field, type]),
      ),
    })),
  );
}

/** The code that runs in production, by the paths that it has in the project. */
export function productFiles(): string[] {
  const served = ["app", "components", "i18n", "lib", "proxy.ts", "server.ts", "worker.ts", "instrumentation.ts"];
  const { stdout } = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...served], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  return stdout.split("\n").filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
}

/**
 * Finds every write of a table in these files: by Prisma, whatever the receiver is called, also of the rows that a
 * relation leads to, and in SQL. `virtual` adds files that are not on disk. Locking a row is no write.
 */
export function findTableWrites(files: readonly string[], virtual: Record<string, string> = {}): TableWrite[] {
  const tables = readTables();
  const tableOf = new Map(tables.map((table) => [table.model, table]));
  const inProject = (file: string) => path.join(projectRoot, file);
  const { options, host } = compiler(Object.fromEntries(Object.entries(virtual).map(([f, t]) => [inProject(f), t])));
  const program = ts.createProgram([...files, ...Object.keys(virtual)].map(inProject), options, host);
  const checker = program.getTypeChecker();
  const found: TableWrite[] = [];
  for (const file of [...files, ...Object.keys(virtual)]) {
    const tree = program.getSourceFile(inProject(file));
    if (tree) visit(tree, file, tree);
  }
  return found;

  function visit(node: ts.Node, file: string, tree: ts.SourceFile): void {
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
    for (const table of [...writtenByPrisma(node), ...writtenInSql(node)]) {
      found.push({ file, line, table, text: node.getText(tree).split("\n")[0] ?? "" });
    }
    ts.forEachChild(node, (child) => visit(child, file, tree));
  }

  function writtenByPrisma(node: ts.Node): (string | null)[] {
    const method = ts.isPropertyAccessExpression(node)
      ? node.name.text
      : ts.isElementAccessExpression(node)
        ? nameOf(node.argumentExpression)
        : undefined;
    if (method === undefined || !(ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))) return [];
    // A method whose name is not known may be any.
    if (method !== null && !rowWrites.test(method)) return [];
    const model = modelOf(node.expression);
    if (model === null) return [];
    const call = ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : null;
    const [argument] = call?.arguments ?? [];
    const nested = argument ? writtenThroughRelations(model, checker.getTypeAtLocation(argument)) : [];
    return [tableOf.get(model)?.name ?? null, ...nested];
  }

  /** The model whose rows this expression reads and writes; null for anything else, e.g. a Map or Stripe's client. */
  function modelOf(node: ts.Expression): string | null {
    const type = checker.getTypeAtLocation(node);
    const [, plain] = /^(\w+)Delegate$/.exec(type.getSymbol()?.name ?? "") ?? [];
    // A client with an extension has one type for all models, which is given the model's name.
    const extended = type.aliasSymbol?.name === "DynamicModelExtensionThis" ? type.aliasTypeArguments?.[1] : undefined;
    const model = plain ?? (extended?.isStringLiteral() ? extended.value : "");
    return tableOf.has(model) ? model : null;
  }

  /** The tables that `data`, `create` and `update` of a write reach beyond their own. */
  function writtenThroughRelations(model: string, argument: ts.Type): string[] {
    return ["data", "create", "update"].flatMap((key) => {
      const data = propertyOf(argument, key);
      return data ? relatedWrites(model, data) : [];
    });
  }

  function relatedWrites(model: string, data: ts.Type): string[] {
    const relations = tableOf.get(model)?.relations ?? {};
    return Object.entries(relations).flatMap(([field, related]) => {
      const nested = propertyOf(data, field);
      const name = tableOf.get(related)?.name;
      if (!nested || !name || !nested.getProperties().some((property) => nestedWrites.test(property.name))) return [];
      return [name, ...writtenThroughRelations(related, nested)];
    });
  }

  function propertyOf(type: ts.Type, name: string): ts.Type | null {
    const property = checker.getPropertyOfType(checker.getNonNullableType(type), name);
    return property ? checker.getNonNullableType(checker.getTypeOfSymbol(property)) : null;
  }

  function writtenInSql(node: ts.Node): (string | null)[] {
    if (ts.isStringLiteralLike(node)) return tablesInSql(node.text, []);
    if (!ts.isTemplateExpression(node)) return [];
    const text = [node.head.text, ...node.templateSpans.map(({ literal }) => `${hole}${literal.text}`)].join("");
    return tablesInSql(
      text,
      node.templateSpans.map(({ expression }) => expression),
    );
  }

  function tablesInSql(text: string, values: readonly ts.Expression[]): (string | null)[] {
    return writeTargets(text).flatMap(({ target, index }) => {
      if (!target.includes(hole)) return [target || null];
      const value = values[text.slice(0, text.indexOf(hole, index)).split(hole).length - 1];
      return value ? namesOf(value) : [null];
    });
  }

  /** The words that `Prisma.raw(value)` may stand for, where its type lists them. */
  function namesOf(value: ts.Expression): (string | null)[] {
    const given = ts.isCallExpression(value) ? value.arguments[0] : value;
    const type = given && checker.getTypeAtLocation(given);
    const parts = type?.isUnion() ? type.types : type ? [type] : [];
    return parts.length > 0 ? parts.map((part) => (part.isStringLiteral() ? part.value : null)) : [null];
  }

  function nameOf(node: ts.Expression): string | null {
    const type = checker.getTypeAtLocation(node);
    return type.isStringLiteral() ? type.value : null;
  }
}

/** What the statements of this SQL write, by name and in order; "" where the text ends before the name. */
export function writeTargets(sql: string): { target: string; index: number }[] {
  return sqlWrites.flatMap((pattern) =>
    [...sql.matchAll(pattern)].map(({ 1: target = "", index }) => ({
      target: target.replaceAll(/"|^public\./g, ""),
      index,
    })),
  );
}

/** The project's compiler options, and a host that knows the virtual files. */
function compiler(virtual: Record<string, string>): { options: ts.CompilerOptions; host: ts.CompilerHost } {
  const config = ts.readConfigFile(path.join(projectRoot, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, { ...ts.sys, readDirectory: () => [] }, projectRoot);
  const host = ts.createCompilerHost(options, true);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => virtual[file] ?? readFile(file);
  host.fileExists = (file) => file in virtual || fileExists(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = virtual[file];
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version, true);
  };
  return { options, host };
}
