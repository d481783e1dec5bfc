import type { ReactNode } from "react";
import { Body, Button, Container, Head, Heading, Hr, Html, Preview, Text } from "react-email";
import type { Locale } from "@/lib/core/locales";
import { translator } from "@/lib/platform/messages";

/** The colours of app/globals.css in the form that every mail program reads; mails are light wherever they are opened. */
export const mailColours = {
  paper: "#f9f7f0",
  card: "#fffefa",
  ink: "#11291f",
  softInk: "#4b5f55",
  line: "#e0dccf",
  primary: "#0f4535",
  onPrimary: "#fdfbf3",
  sunken: "#f1ede1",
};

const fontFamily = '"Hanken Grotesk", -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';

type MailLayoutProps = {
  locale: Locale;
  /** What mail programs show beside the subject. */
  preview: string;
  heading: string;
  children: ReactNode;
  footer: string;
};

/** The frame of a mail: our name, one heading, one matter, and a line that says why it came. */
export function MailLayout({ locale, preview, heading, children, footer }: MailLayoutProps) {
  return (
    <Html lang={locale}>
      <Head>
        <meta name="color-scheme" content="light" />
      </Head>
      <Preview>{preview}</Preview>
      <Body
        style={{
          backgroundColor: mailColours.paper,
          color: mailColours.ink,
          fontFamily,
          margin: 0,
          padding: "32px 12px",
          // Mails are tables: a long address would widen them beyond a phone.
          wordBreak: "break-word",
        }}
      >
        <Container style={{ maxWidth: 480 }}>
          <Text
            style={{
              fontSize: 17,
              fontWeight: 700,
              letterSpacing: "-0.01em",
              color: mailColours.primary,
              margin: "0 8px 16px",
            }}
          >
            {translator(locale, "brand")("name")}
          </Text>
          <Container
            style={{
              backgroundColor: mailColours.card,
              border: `1px solid ${mailColours.line}`,
              borderRadius: 16,
              padding: "28px 28px 24px",
            }}
          >
            <Heading as="h1" style={{ fontSize: 24, lineHeight: "30px", letterSpacing: "-0.02em", margin: "0 0 12px" }}>
              {heading}
            </Heading>
            {children}
            <Hr style={{ borderColor: mailColours.line, margin: "24px 0 16px" }} />
            <Text style={{ color: mailColours.softInk, fontSize: 13, lineHeight: "20px", margin: 0 }}>{footer}</Text>
          </Container>
        </Container>
      </Body>
    </Html>
  );
}

/** The one thing to do in a mail. */
export function MailButton({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button
      href={href}
      style={{
        backgroundColor: mailColours.primary,
        borderRadius: 10,
        color: mailColours.onPrimary,
        display: "inline-block",
        fontSize: 16,
        fontWeight: 600,
        padding: "13px 22px",
      }}
    >
      {children}
    </Button>
  );
}
