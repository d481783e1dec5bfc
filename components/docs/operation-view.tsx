import { useTranslations } from "next-intl";
import { listFields, type Operation, type Schema } from "@/components/docs/read-reference";
import { Badge } from "@/components/ui/badge";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

const shownChoices = 5;

/** One thing that can be asked of the API: what it takes, what it answers, and an example. */
export function OperationView({ operation, origin }: { operation: Operation; origin: string }) {
  const t = useTranslations("apiDocs");
  const { id, method, path, summary, scopes, needsIdempotencyKey, query, body, answer } = operation;
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-24 border-t border-line py-12">
      <h2
        id={`${id}-title`}
        className="flex flex-wrap items-center gap-3 font-mono text-lg font-semibold tracking-normal"
      >
        <Badge tone={method === "GET" ? "good" : "notice"} className="font-mono">
          {method}
        </Badge>
        <span className="break-all">{path}</span>
      </h2>
      <p className="mt-3 text-lead">{summary}</p>
      <p className="mt-2 text-sm text-soft-ink">
        {t("scope")}: <code className="font-mono">{scopes.join(" ")}</code>.{" "}
        {needsIdempotencyKey ? t("needsKey") : null}
      </p>
      <Fields title={t("query")} schema={query} label={`${method} ${path}: ${t("query")}`} />
      <Fields title={t("body")} schema={body} label={`${method} ${path}: ${t("body")}`} />
      <Fields title={t("answer")} schema={answer} label={`${method} ${path}: ${t("answer")}`} />
      <h3 className="mb-2 mt-7 text-base">{t("example")}</h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1)
        tabIndex={0}
        className="overflow-x-auto rounded-card bg-night p-5 font-mono text-[0.8125rem] leading-relaxed text-on-night"
      >
        {exampleOf(operation, origin)}
      </pre>
    </section>
  );
}

function Fields({ title, schema, label }: { title: string; schema: Schema | null; label: string }) {
  const t = useTranslations("apiDocs");
  const fields = schema ? listFields(schema) : [];
  if (fields.length === 0) return null;
  return (
    <>
      <h3 className="mb-2 mt-7 text-base">{title}</h3>
      <Table label={label}>
        <TableHead>
          <tr>
            <HeaderCell>{t("field")}</HeaderCell>
            <HeaderCell>{t("type")}</HeaderCell>
            <HeaderCell>{t("meaning")}</HeaderCell>
          </tr>
        </TableHead>
        <TableBody>
          {fields.map(({ path, type, choices, isOptional, isNullable, description }) => (
            <TableRow key={path}>
              <Cell className="align-top font-mono text-xs">{path}</Cell>
              <Cell className="min-w-44 align-top text-xs">
                <span className="font-mono">{type}</span>
                <span className="text-soft-ink">
                  {isNullable ? ` ${t("orNull")}` : null}
                  {isOptional ? `, ${t("optional")}` : null}
                </span>
              </Cell>
              <Cell className="min-w-52 align-top text-soft-ink">
                <span lang="en">{description}</span>
                <Choices choices={choices} />
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}

/** The values that a field can have; many of them stay folded away. */
function Choices({ choices }: { choices: string[] }) {
  const t = useTranslations("apiDocs");
  if (choices.length === 0) return null;
  const list = <code className="block font-mono text-xs">{choices.join(" · ")}</code>;
  if (choices.length <= shownChoices) return list;
  return (
    <details>
      <summary className="inline-flex list-none font-semibold text-brass-ink">
        {t("choices", { count: choices.length })}
      </summary>
      {list}
    </details>
  );
}

/** A call that can be pasted into a terminal. */
function exampleOf({ method, path, needsIdempotencyKey, body }: Operation, origin: string): string {
  const lines = [
    `curl ${method === "GET" ? "" : `-X ${method} `}${origin}${path}`,
    `-H "Authorization: Bearer $TOKEN"`,
  ];
  if (needsIdempotencyKey) lines.push(`-H "Idempotency-Key: $(uuidgen)"`);
  if (body) lines.push(`-H "Content-Type: application/json"`, `-d '${JSON.stringify(exampleBody(body))}'`);
  return lines.join(" \\\n  ");
}

function exampleBody(body: Schema): Record<string, unknown> {
  const fields = Object.keys(body.properties ?? {}).filter((name) => body.required?.includes(name));
  return Object.fromEntries(fields.map((name) => [name, name === "feature" ? "extended_storage" : 1]));
}
