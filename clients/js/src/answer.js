// What an answer says of the events of a request. Believed is only what Tidemark itself can have written: a page of a
// hotel's network with status 200 is no acknowledgement, and its 400 no refusal.

const PROBLEM = 'urn:tidemark:problem:';

/** The object that a text is; empty if it is none. */
export const parse = (text) => {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
};

// Of each event: 1 accepted, 0 to be sent again, or the refusal; undefined if not every event is accounted for once.
const verdicts = (answer, events) => {
  const said = events.map(() => 1);
  for (const list of ['rejected', 'retry']) {
    for (const entry of answer[list] || []) {
      const at = entry.index;
      // Of a refused event the id may be what is wrong.
      if (said[at] !== 1 || (list === 'retry' && entry.id && entry.id !== events[at].id)) {
        return undefined;
      }
      said[at] = list === 'retry' ? 0 : entry;
    }
  }
  return said.filter((one) => one === 1).length === answer.accepted ? said : undefined;
};

/**
 * {said} with a verdict for each event, {alone} with the refusal of an event that breaks a request and stands alone in it,
 * or {detail} when all are to be sent again.
 */
export const judge = (status, text, events) => {
  const answer = parse(text);
  const problem = String(answer.type).startsWith(PROBLEM) ? answer.type.slice(PROBLEM.length) : '';
  const said =
    status === 200 || (problem && (status === 400 || status === 503)) ? verdicts(answer, events) : undefined;
  if (said) {
    return { said };
  }
  if (status === 413 || (problem && status === 400)) {
    return { alone: { code: status === 413 ? 'too_large' : problem.replaceAll('-', '_'), detail: answer.detail || '' } };
  }
  return { detail: answer.title || text };
};
