/* Dates as the pages write them: of the day that the calendar on the wall shows in the browser's time zone. */

/** YYYY-MM-DD, so many days from now in Berlin, where the browsers of the stories are. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
}
