#include "client/room_view.h"

#include <algorithm>

#include "protocol/time_text.h"

namespace turnkeeper::client {

using protocol::Json;

RoomView::RoomView(const Json& state, std::string member)
    : state_(state), member_(std::move(member)) {}

const Json& RoomView::at(std::initializer_list<std::string_view> path) const {
  static const Json nothing;
  const Json* here = &state_;
  for (const std::string_view step : path) {
    const auto found = here->find(step);
    if (found == here->end()) return nothing;
    here = &*found;
  }
  return *here;
}

std::string RoomView::text(std::initializer_list<std::string_view> path) const {
  const Json& found = at(path);
  return found.is_string() ? found.get<std::string>() : std::string();
}

bool RoomView::has(std::initializer_list<std::string_view> path) const {
  return !at(path).is_null();
}

std::string RoomView::phase() const { return text({"session", "phase"}); }
std::string RoomView::stage() const { return text({"stage", "id"}); }
std::string RoomView::stage_name() const { return text({"stage", "name"}); }
std::string RoomView::stage_kind() const { return text({"stage", "kind"}); }
std::string RoomView::holder() const { return text({"stage", "holder"}); }
bool RoomView::running() const { return has({"stage"}) && !paused(); }
bool RoomView::paused() const { return has({"pause"}); }
std::string RoomView::pause_since() const { return text({"pause", "since"}); }
bool RoomView::holder_awaited() const { return text({"pause", "cause"}) == "holder_away"; }
bool RoomView::move_pending() const { return has({"pending"}); }

std::string RoomView::name_of(const std::string& member) const {
  return text({"members", member, "name"});
}

bool RoomView::mine() const { return !member_.empty() && holder() == member_; }
bool RoomView::seated() const { return at({"members", member_, "seated"}) == true; }

bool RoomView::allows(std::string_view ability) const {
  if (stage_kind() != "turn") return false;
  const std::string name = stage_name();
  for (const Json& spec : at({"agenda", "stages"})) {
    if (spec.value("id", "") != name) continue;
    const Json& allows = spec["allows"];
    return std::find(allows.begin(), allows.end(), ability) != allows.end();
  }
  return false;
}

bool RoomView::stated() const { return has({"challenges", member_}); }
bool RoomView::checked_in() const { return has({"check_ins", member_, "text"}); }
bool RoomView::reflected() const { return has({"reflections", member_}); }

bool RoomView::committed() const {
  const std::string whose = holder();
  if (has({"waivers", whose})) return true;
  const Json& actions = at({"actions"});
  return std::any_of(actions.begin(), actions.end(),
                     [&](const Json& action) { return action.value("turn", "") == whose; });
}

bool RoomView::everyone_here_reflected() const {
  for (const auto& [id, member] : at({"members"}).items()) {
    const bool here = member.value("seated", false) && member.value("present", false);
    if (here && !has({"reflections", id})) return false;
  }
  return has({"members"});
}

bool RoomView::facilitated() const {
  const Json& members = at({"members"});
  return std::any_of(members.begin(), members.end(), [](const Json& member) {
    return member.value("role", "") == "facilitator" && member.value("present", false);
  });
}

std::size_t RoomView::seated_present() const {
  const Json& members = at({"members"});
  return static_cast<std::size_t>(
      std::count_if(members.begin(), members.end(), [](const Json& member) {
        return member.value("seated", false) && member.value("present", false);
      }));
}

std::vector<std::string> RoomView::queue() const {
  const Json& waiting = at({"queue"});
  return waiting.is_array() ? waiting.get<std::vector<std::string>>() : std::vector<std::string>();
}

std::size_t RoomView::my_entries() const {
  const Json& entries = at({"entries"});
  return static_cast<std::size_t>(
      std::count_if(entries.begin(), entries.end(),
                    [this](const Json& entry) { return entry.value("by", "") == member_; }));
}

bool RoomView::asked(const std::string& question) const {
  const Json& entries = at({"entries"});
  return std::any_of(entries.begin(), entries.end(),
                     [&](const Json& entry) { return entry.value("text", "") == question; });
}

bool RoomView::my_hand_is_up() const {
  const Json& entries = at({"entries"});
  return std::any_of(entries.begin(), entries.end(), [this](const Json& entry) {
    return entry.value("by", "") == member_ && entry.value("kind", "") == "hand" &&
           entry.value("status", "") == "waiting";
  });
}

std::vector<std::string> RoomView::my_open_reviews() const {
  std::vector<std::string> open;
  for (const auto& [id, action] : at({"review"}).items()) {
    if (action.value("owner", "") == member_ && action.value("status", "") == "open") {
      open.push_back(id);
    }
  }
  return open;
}

std::optional<timekeeper::Instant> RoomView::deadline() const {
  return protocol::parse_instant(text({"stage", "deadline"}));
}

}  // namespace turnkeeper::client
