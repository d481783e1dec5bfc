/**
 * The digest of an error that a page threw because the database gave no answer. The digest is all that Next tells the
 * browser of a server error.
 */
export const outageDigest = "DATABASE_OUTAGE";
