import { invalidRequest, notInSandbox, parameterInvalid, parameterMissing } from "./errors";
import type { FormObject, FormValue } from "./form";

/** Reads one parameter, given its raw value (undefined when it was not sent) and the name to use in errors. */
export type Param<T> = { read: (value: FormValue | undefined, name: string) => T };
export type Shape = { [name: string]: Param<unknown> };
export type Params<S extends Shape> = { [K in keyof S]: S[K] extends Param<infer T> ? T : never };

/** Text. The empty string is refused, since in Stripe's encoding it means "unset": see `unsettable`. */
export function text(maxLength = 5_000): Param<string | undefined> {
  return {
    read: (value, name) => {
      if (value === undefined) return undefined;
      if (typeof value !== "string") throw parameterInvalid(name, `Invalid string: ${name} must be a string.`);
      if (value === "") throw emptyValue(name);
      if (value.length > maxLength) {
        throw parameterInvalid(name, `Invalid string: ${name} must be at most ${maxLength} characters.`);
      }
      return value;
    },
  };
}

export function integer(bounds: { min?: number; max?: number } = {}): Param<number | undefined> {
  return {
    read: (value, name) => {
      if (value === undefined) return undefined;
      if (typeof value !== "string" || !/^-?\d{1,15}$/.test(value)) {
        throw invalidRequest(`Invalid integer: ${excerpt(value)}`, { code: "parameter_invalid_integer", param: name });
      }
      const number = Number(value);
      if (bounds.min !== undefined && number < bounds.min) {
        throw parameterInvalid(name, `This value must be greater than or equal to ${bounds.min}.`);
      }
      if (bounds.max !== undefined && number > bounds.max) {
        throw parameterInvalid(name, `This value must be less than or equal to ${bounds.max}.`);
      }
      return number;
    },
  };
}

/** A percentage above 0 and up to 100, with at most four decimals. */
export const percent: Param<number | undefined> = {
  read: (value, name) => {
    if (value === undefined) return undefined;
    const number = typeof value === "string" && /^\d{1,3}(\.\d{1,4})?$/.test(value) ? Number(value) : Number.NaN;
    if (!(number > 0 && number <= 100)) throw parameterInvalid(name, `Invalid percentage: ${excerpt(value)}`);
    return number;
  },
};

export const boolean: Param<boolean | undefined> = {
  read: (value, name) => {
    if (value === undefined) return undefined;
    if (value === "true" || value === "false") return value === "true";
    throw parameterInvalid(name, `Invalid boolean: ${excerpt(value)}`);
  },
};

export function oneOf<const V extends string>(...allowed: V[]): Param<V | undefined> {
  return {
    read: (value, name) => {
      if (value === undefined) return undefined;
      const found = allowed.find((candidate) => candidate === value);
      if (found !== undefined) return found;
      throw parameterInvalid(name, `Invalid ${name}: must be one of ${allowed.join(", ")}`);
    },
  };
}

/** An absolute http(s) address. */
export const webAddress: Param<string | undefined> = {
  read: (value, name) => {
    const address = text().read(value, name);
    if (address === undefined) return undefined;
    if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
      throw invalidRequest("Not a valid URL", { code: "url_invalid", param: name });
    }
    return address;
  },
};

export function object<S extends Shape>(shape: S): Param<Params<S> | undefined> {
  return {
    read: (value, name) => {
      if (value === undefined) return undefined;
      if (typeof value === "string" || Array.isArray(value)) throw parameterInvalid(name, "Invalid object");
      return readShape(shape, value, name);
    },
  };
}

export function array<T>(item: Param<T | undefined>, maxItems = 100): Param<T[] | undefined> {
  return {
    read: (value, name) => {
      if (value === undefined) return undefined;
      const values = indexedValues(value);
      if (!values) throw parameterInvalid(name, "Invalid array");
      if (values.length > maxItems) throw parameterInvalid(name, `${name} may have at most ${maxItems} items.`);
      return values.map((entry, index) => required(item).read(entry, `${name}[${index}]`));
    },
  };
}

export type MetadataChange = { [key: string]: string };

/** Metadata: up to 50 keys. An empty value removes its key; an empty string in place of it all removes every key. */
export const metadata: Param<MetadataChange | null | undefined> = {
  read: (value, name) => {
    if (value === undefined) return undefined;
    if (value === "") return null;
    if (typeof value === "string") throw parameterInvalid(name, "Invalid object");
    const entries = Object.entries(value);
    if (entries.length > 50) throw parameterInvalid(name, "You can have up to 50 metadata keys.");
    return Object.fromEntries(
      entries.map(([key, entry]) => {
        const inner = `${name}[${key}]`;
        if (typeof entry !== "string") throw parameterInvalid(inner, "Metadata values must be strings.");
        if (key.length > 40) throw parameterInvalid(inner, "Metadata keys may have up to 40 characters.");
        if (entry.length > 500) throw parameterInvalid(inner, "Metadata values may have up to 500 characters.");
        return [key, entry];
      }),
    );
  },
};

export type Range = { gt?: number; gte?: number; lt?: number; lte?: number };

/** A timestamp filter: one exact second, or any of gt, gte, lt, lte. */
export const range: Param<Range | undefined> = {
  read: (value, name) => {
    if (typeof value !== "string")
      return object({ gt: integer(), gte: integer(), lt: integer(), lte: integer() }).read(value, name);
    const exact = integer().read(value, name);
    return { gte: exact, lte: exact };
  },
};

export function isInRange(at: number, filter: Range | undefined): boolean {
  if (!filter) return true;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = filter;
  return at > gt && at >= gte && at < lt && at <= lte;
}

export function required<T>(param: Param<T | undefined>): Param<T> {
  return {
    read: (value, name) => {
      const read = param.read(value, name);
      if (read === undefined) throw parameterMissing(name);
      return read;
    },
  };
}

/** Where the empty string means "none", which is read as null. */
export function unsettable<T>(param: Param<T | undefined>): Param<T | null | undefined> {
  return { read: (value, name) => (value === "" ? null : param.read(value, name)) };
}

/** A parameter of Stripe's that the sandbox does not carry out: refused with 501, so that nobody relies on it. */
export const notYet: Param<undefined> = {
  read: (value, name) => {
    if (value !== undefined) throw notInSandbox(`the parameter "${name}"`);
    return undefined;
  },
};

/** Marks several parameters as `notYet`. Spread it into a constant: inside a call the compiler forgets the names. */
export function notYetParams<const N extends string>(...names: N[]): { [K in N]: Param<undefined> } {
  return Object.fromEntries(names.map((name) => [name, notYet])) as { [K in N]: Param<undefined> };
}

/** Reads every parameter of `shape`; a name outside it is refused as Stripe does. */
export function readShape<S extends Shape>(shape: S, values: FormObject, outerName = ""): Params<S> {
  const fullName = (name: string) => (outerName === "" ? name : `${outerName}[${name}]`);
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(shape, name)) {
      throw invalidRequest(`Received unknown parameter: ${fullName(name)}`, {
        code: "parameter_unknown",
        param: fullName(name),
      });
    }
  }
  const params: [string, Param<unknown>][] = Object.entries(shape);
  return Object.fromEntries(
    params.map(([name, param]) => [name, param.read(values[name], fullName(name))]),
  ) as Params<S>;
}

function emptyValue(name: string) {
  return invalidRequest(
    `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset.`,
    { code: "parameter_invalid_empty", param: name },
  );
}

function excerpt(value: FormValue): string {
  return typeof value === "string" ? value.slice(0, 100) : "not a plain value";
}

/** The items of an array, also when it was sent as `a[1]=…&a[0]=…`. */
function indexedValues(value: FormValue): FormValue[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return null;
  const entries = Object.entries(value);
  if (!entries.every(([key]) => /^\d+$/.test(key))) return null;
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, entry]) => entry);
}
