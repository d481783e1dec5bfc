import { FileJson } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { publicMetadata } from "@/app/(site)/public-metadata";
import { apiDocument } from "@/app/api/document";
import { OperationView } from "@/components/docs/operation-view";
import { readReference } from "@/components/docs/read-reference";
import { buttonVariants } from "@/components/ui/button";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { type ErrorCode, errorStatus } from "@/lib/core/errors";
import { publicOrigin } from "@/lib/web/origin";

export const generateMetadata = () => publicMetadata("/docs/api", "api");

const codes = Object.keys(errorStatus) as ErrorCode[];

export default async function ApiReferencePage() {
  const t = await getTranslations("apiDocs");
  const operations = readReference(apiDocument());
  return (
    <div className="shell py-14 lg:grid lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-14 lg:py-20">
      <nav aria-label={t("contents")} className="mb-10 self-start text-sm lg:sticky lg:top-28">
        <p className="font-semibold">{t("contents")}</p>
        <ul className="mt-3 grid gap-1 border-l-2 border-line">
          {operations.map(({ id, method, path }) => (
            <li key={id}>
              <a href={`#${id}`} className="block py-1 pl-4 font-mono text-xs text-soft-ink hover:text-ink">
                {method} {path.replace("/api/v1", "")}
              </a>
            </li>
          ))}
          <li>
            <a href="#errors" className="block py-1 pl-4 text-soft-ink hover:text-ink">
              {t("errors.title")}
            </a>
          </li>
        </ul>
      </nav>
      <div>
        <h1 className="text-title">{t("title")}</h1>
        <p className="mt-4 max-w-2xl text-lead text-soft-ink">{t("lead")}</p>
        <a
          href="/api/openapi.json"
          className={buttonVariants({
            variant: "outline",
            size: "sm",
            className: "mt-6 h-auto min-h-9 whitespace-normal py-1.5",
          })}
        >
          <FileJson aria-hidden="true" />
          {t("document")}
        </a>
        <section aria-labelledby="start-title" className="py-12">
          <h2 id="start-title" className="text-xl">
            {t("start.title")}
          </h2>
          <div className="mt-3 grid max-w-2xl gap-3">
            <p>{t("start.token")}</p>
            <p>{t("start.etag")}</p>
            <p>{t("start.idempotency")}</p>
          </div>
        </section>
        {operations.map((operation) => (
          <OperationView key={operation.id} operation={operation} origin={publicOrigin()} />
        ))}
        <section id="errors" className="scroll-mt-24 border-t border-line py-12">
          <h2 className="text-xl">{t("errors.title")}</h2>
          <p className="mb-5 mt-2 max-w-2xl text-soft-ink">{t("errors.lead")}</p>
          <Table label={t("errors.title")}>
            <TableHead>
              <tr>
                <HeaderCell>{t("errors.code")}</HeaderCell>
                <HeaderCell>{t("errors.status")}</HeaderCell>
                <HeaderCell>{t("errors.meaning")}</HeaderCell>
              </tr>
            </TableHead>
            <TableBody>
              {codes.map((code) => (
                <TableRow key={code} id={`error-${code}`} className="scroll-mt-24 target:bg-brass-wash">
                  <Cell className="font-mono text-xs">{code}</Cell>
                  <Cell className="figures">{errorStatus[code]}</Cell>
                  <Cell className="min-w-52 text-soft-ink">{t(`codes.${code}`)}</Cell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </section>
      </div>
    </div>
  );
}
