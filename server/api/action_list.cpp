#include "api/action_list.h"

#include <charconv>
#include <set>
#include <utility>

#include "api/refusal.h"
#include "exports/actions_csv.h"
#include "exports/actions_markdown.h"
#include "protocol/ascii.h"
#include "protocol/names.h"
#include "protocol/time_text.h"

namespace turnkeeper::api {
namespace {

/// Takes what stands before the next `separator`, and leaves what stands after it.
std::string_view take_before(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const std::string_view before = protocol::trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return before;
}

/// The weight among an entry's parameters, in thousandths: "q=0.8" is 800.
int weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    std::string_view parameter = take_before(parameters, ';');
    if (!parameter.starts_with("q=")) continue;
    parameter.remove_prefix(2);
    if (parameter.starts_with('1')) return 1000;
    if (!parameter.starts_with("0.")) return 0;
    std::string digits{parameter.substr(2, 3)};
    digits.resize(3, '0');
    int weight = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), weight);
    return weight;
  }
  return 1000;
}

exports::Status exported(core::ActionStatus status) {
  switch (status) {
    case core::ActionStatus::open:
      return exports::Status::open;
    case core::ActionStatus::done:
      return exports::Status::done;
    case core::ActionStatus::learned:
      return exports::Status::learned;
    case core::ActionStatus::carried_on:
      return exports::Status::carried_on;
  }
  return exports::Status::open;
}

std::vector<exports::ActionRow> exported(const std::vector<store::ActionRow>& actions) {
  std::vector<exports::ActionRow> rows;
  for (const store::ActionRow& action : actions) {
    exports::ActionRow row;
    row.owner_id = action.owner.value;
    row.session = action.number;
    row.owner = action.owner_name;
    row.what = action.what;
    row.measure = action.measure;
    row.due = action.due;
    if (action.supporter) row.supporter = action.supporter_name;
    row.status = exported(action.status);
    if (!action.note.empty()) row.note = action.note;
    rows.push_back(std::move(row));
  }
  return rows;
}

net::HttpResponse document(const char* content_type, const char* file, std::string body) {
  net::HttpResponse response;
  response.content_type = content_type;
  response.body = std::move(body);
  response.headers.emplace_back("Content-Disposition",
                                std::string{"attachment; filename=\""} + file + '"');
  return response;
}

}  // namespace

store::ActionFilter read_filter(const net::HttpRequest& request) {
  store::ActionFilter filter;
  std::set<std::string> said;
  for (const auto& [name, value] : request.query) {
    if (!said.insert(name).second) throw wrong_field(name, "must be said once");
    if (name == "status") {
      filter.status = protocol::parse_name<core::ActionStatus>(value);
      if (!filter.status) throw wrong_field(name, "must be one of open done learned carried_on");
    } else if (name == "owner") {
      filter.owner = core::MemberId{value};
    } else if (name == "session") {
      filter.session = core::SessionId{value};
    } else if (name == "due_before") {
      filter.due_before = protocol::parse_date(value);
      if (!filter.due_before) throw wrong_field(name, "must be a day, written YYYY-MM-DD");
    } else {
      throw wrong_field(name, "is not known here");
    }
  }
  return filter;
}

ListForm accepted_form(std::string_view accept) {
  ListForm best = ListForm::json;
  int best_weight = 0;
  while (!accept.empty()) {
    std::string_view entry = take_before(accept, ',');
    const std::string_view kind = take_before(entry, ';');
    const int weight = weight_of(entry);
    if (weight <= best_weight) continue;
    if (kind == "application/json" || kind == "*/*" || kind == "application/*") {
      best = ListForm::json;
    } else if (kind == "text/csv") {
      best = ListForm::csv;
    } else if (kind == "text/markdown") {
      best = ListForm::markdown;
    } else {
      continue;
    }
    best_weight = weight;
  }
  return best;
}

protocol::Json encode_action(const store::ActionRow& action) {
  protocol::Json json{{"id", action.id.value},
                      {"session", action.session.value},
                      {"number", action.number},
                      {"owner", action.owner.value},
                      {"turn", action.turn.value},
                      {"what", action.what},
                      {"measure", action.measure},
                      {"due", protocol::to_text(action.due)},
                      {"status", protocol::name_of(action.status)}};
  if (action.supporter) json["supporter"] = action.supporter->value;
  if (!action.note.empty()) json["note"] = action.note;
  return json;
}

net::HttpResponse list_answer(ListForm form, const std::string& circle,
                              const std::vector<store::ActionRow>& actions) {
  switch (form) {
    case ListForm::csv:
      return document("text/csv; charset=utf-8", "actions.csv",
                      exports::actions_csv(exported(actions)));
    case ListForm::markdown:
      return document("text/markdown; charset=utf-8", "actions.md",
                      exports::actions_markdown(circle, exported(actions)));
    case ListForm::json:
      break;
  }
  protocol::Json list = protocol::Json::array();
  for (const store::ActionRow& action : actions) list.push_back(encode_action(action));
  net::HttpResponse response;
  response.body = protocol::Json{{"actions", std::move(list)}}.dump();
  return response;
}

}  // namespace turnkeeper::api
