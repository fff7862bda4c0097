// Actions, as lists and for the next session's review.

#include "protocol/time_text.h"
#include "store/queries.h"
#include "store/queries_connection.h"

namespace turnkeeper::store {

namespace {

// Words and names by id, so that one row says all of an action.
const std::string kSelectActions = R"sql(
SELECT action, a.circle, a.session, sessions.number,
  a.owner, coalesce(owner_name.text, ''), turn, coalesce(what_words.text, ''),
  coalesce(measure_words.text, ''), due, supporter, coalesce(supporter_name.text, ''), status,
  coalesce(note_words.text, '')
FROM actions a
JOIN sessions USING (session)
LEFT JOIN members owners ON owners.circle = a.circle AND owners.member = a.owner
LEFT JOIN members supporters ON supporters.circle = a.circle AND supporters.member = a.supporter
LEFT JOIN words owner_name ON owner_name.id = owners.name
LEFT JOIN words supporter_name ON supporter_name.id = supporters.name
LEFT JOIN words what_words ON what_words.id = a.what
LEFT JOIN words measure_words ON measure_words.id = a.measure
LEFT JOIN words note_words ON note_words.id = a.note
)sql";

// A parameter that is absent lets everything pass. Dates as text sort as dates do.
const std::string kFilter = R"sql(
WHERE a.circle = ?1 AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR a.owner = ?3)
  AND (?4 IS NULL OR a.session = ?4) AND (?5 IS NULL OR due < ?5)
ORDER BY sessions.number DESC, made
)sql";

core::Date read_date(const std::string& text) {
  const auto date = protocol::parse_date(text);
  if (!date) throw StoreError("The database holds \"" + text + "\" where a date should be.");
  return *date;
}

ActionRow read_action(const Run& row) {
  ActionRow action;
  action.id = core::ActionId{row.text(0)};
  action.circle = core::CircleId{row.text(1)};
  action.session = core::SessionId{row.text(2)};
  action.number = static_cast<int>(row.number(3));
  action.owner = core::MemberId{row.text(4)};
  action.owner_name = row.text(5);
  action.turn = core::MemberId{row.text(6)};
  action.what = row.text(7);
  action.measure = row.text(8);
  action.due = read_date(row.text(9));
  if (auto supporter = row.optional_text(10)) {
    action.supporter = core::MemberId{std::move(*supporter)};
  }
  action.supporter_name = row.text(11);
  action.status = named<core::ActionStatus>(row.text(12));
  action.note = row.text(13);
  return action;
}

}  // namespace

std::vector<ActionRow> Queries::actions(const core::CircleId& circle, const ActionFilter& filter) {
  const auto status =
      filter.status ? std::optional{protocol::name_of(*filter.status)} : std::nullopt;
  const auto due_before =
      filter.due_before ? std::optional{protocol::to_text(*filter.due_before)} : std::nullopt;
  std::vector<ActionRow> actions;
  auto row = connection_->statements.select(kSelectActions + kFilter, circle, status, filter.owner,
                                            filter.session, due_before);
  while (row.next()) actions.push_back(read_action(row));
  return actions;
}

std::optional<ActionRow> Queries::action(const core::ActionId& action) {
  auto row = connection_->statements.select(kSelectActions + "WHERE action = ?", action);
  return row.next() ? std::optional{read_action(row)} : std::nullopt;
}

std::vector<ActionReviewRow> Queries::reviews_of(const core::ActionId& action) {
  std::vector<ActionReviewRow> reviews;
  auto row = connection_->statements.select(
      "SELECT r.at_ms, r.by_member, r.status, coalesce(words.text, ''), r.due FROM action_reviews "
      "r JOIN events ON events.stream = r.stream AND events.seq = r.seq LEFT JOIN words ON "
      "words.id = r.note WHERE action = ? ORDER BY position",
      action);
  while (row.next()) {
    ActionReviewRow review;
    review.at = row.instant(0);
    if (auto by = row.optional_text(1)) review.by = core::MemberId{std::move(*by)};
    if (const auto status = row.optional_text(2)) {
      review.status = named<core::ActionStatus>(*status);
    }
    review.note = row.text(3);
    if (const auto due = row.optional_text(4)) review.due = read_date(*due);
    reviews.push_back(std::move(review));
  }
  return reviews;
}

std::vector<core::ReviewItem> Queries::open_actions(const core::CircleId& circle) {
  std::vector<core::ReviewItem> items;
  auto row = connection_->statements.select(
      "SELECT action, owner, what, measure, due, supporter, note FROM actions a JOIN sessions "
      "USING (session) WHERE a.circle = ? AND status IN ('open', 'carried_on') ORDER BY "
      "sessions.number, made",
      circle);
  while (row.next()) {
    core::ReviewItem item;
    item.id = core::ActionId{row.text(0)};
    item.owner = core::MemberId{row.text(1)};
    item.what = core::WordsId{row.text(2)};
    item.measure = core::WordsId{row.text(3)};
    item.due = read_date(row.text(4));
    if (auto supporter = row.optional_text(5)) {
      item.supporter = core::MemberId{std::move(*supporter)};
    }
    if (auto note = row.optional_text(6)) item.note = core::WordsId{std::move(*note)};
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace turnkeeper::store
