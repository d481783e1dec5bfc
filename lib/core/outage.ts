/**
 * What a page's error carries as its digest when it was the database that gave no answer: all that Next tells the browser
 * of an error of the server.
 */
export const outageDigest = "DATABASE_OUTAGE";
