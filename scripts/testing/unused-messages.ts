import path from "node:path";
import ts from "typescript";

/** A compiler's program of these files, with the options of the project. */
export function programOf(root: string, files: (name: string) => boolean): ts.Program {
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const names = fileNames.filter((name) => files(path.relative(root, name)));
  return ts.createProgram(names, { ...options, incremental: false });
}

/**
 * The messages that nothing can ask for. Which keys a call may ask for is what the compiler knows about its argument: of
 * `t(`state.${order.state}`)` it is each state that an order can have. A call whose key is any string asks for its whole
 * group, and so does a function that takes a translator and any key; a type guard like `hasText` asks for nothing.
 */
export function unusedMessages(keys: readonly string[], program: ts.Program): string[] {
  const asked = askedKeys(program);
  const isAsked = (key: string) => asked.keys.has(key) || asked.groups.some((group) => key.startsWith(group));
  return keys.filter((key) => !isAsked(key));
}

type Asked = { keys: Set<string>; groups: string[] };

function askedKeys(program: ts.Program): Asked {
  const checker = program.getTypeChecker();
  const asked: Asked = { keys: new Set(), groups: [] };
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file)) visit(file);
  }
  return asked;

  function visit(node: ts.Node): void {
    if (ts.isCallExpression(node)) {
      const [key] = node.arguments;
      const translator = key && translatorOf(checker, node.expression);
      if (translator) note(translator, literalsOf(checker, key));
      for (const argument of node.arguments) noteHandedOver(argument, node);
    }
    ts.forEachChild(node, visit);
  }

  /** `browserPhrase(t, name)` asks for the keys with which it says that it will call `t`. */
  function noteHandedOver(argument: ts.Expression, call: ts.CallExpression): void {
    const translator = ts.isIdentifier(argument) ? translatorOf(checker, argument) : undefined;
    const wanted = translator && checker.getContextualType(argument);
    if (!translator || !wanted || isTranslator(wanted) || isGuard(checker, call)) return;
    for (const signature of wanted.getCallSignatures()) {
      const [key] = signature.getParameters();
      if (key) note(translator, stringsIn(checker.getTypeOfSymbol(key)));
    }
  }

  function note(translator: ts.Type, keys: string[] | null): void {
    const [namespace] = translator.aliasTypeArguments?.slice(1) ?? [];
    const namespaces = namespace === undefined ? [] : stringsIn(namespace);
    for (const prefix of namespaces?.length ? namespaces.map((name) => `${name}.`) : [""]) {
      if (keys === null) asked.groups.push(prefix);
      for (const key of keys ?? []) asked.keys.add(prefix + key);
    }
  }
}

/** The type of `t` in `t(…)`, `t.rich(…)` and the like; undefined for any other call. */
function translatorOf(checker: ts.TypeChecker, callee: ts.Expression): ts.Type | undefined {
  const candidates = ts.isPropertyAccessExpression(callee) ? [callee, callee.expression] : [callee];
  return candidates.map((one) => checker.getTypeAtLocation(one)).find(isTranslator);
}

function isTranslator(type: ts.Type): boolean {
  return type.aliasSymbol?.name === "Translator";
}

function isGuard(checker: ts.TypeChecker, call: ts.CallExpression): boolean {
  const signature = checker.getResolvedSignature(call);
  return signature !== undefined && checker.getTypePredicateOfSignature(signature) !== undefined;
}

function literalsOf(checker: ts.TypeChecker, key: ts.Expression): string[] | null {
  const type = checker.getTypeAtLocation(key);
  return stringsIn(checker.getBaseConstraintOfType(type) ?? type);
}

/** The strings that a type allows; null where it allows any, none where it allows nothing. */
function stringsIn(type: ts.Type): string[] | null {
  if (type.flags & ts.TypeFlags.Never) return [];
  const parts = type.isUnion() ? type.types : [type];
  const values = parts.flatMap((part) => (part.isStringLiteral() ? part.value : []));
  return values.length === parts.length ? values : null;
}
