#include "tests/faults/record.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace turnkeeper::faults {
namespace {

/// What a member does by a change, as the journal calls it: one event each, and in its data the
/// name of what was made.
struct Effect {
  std::string_view method;
  std::string_view event;
  std::string_view made;  ///< the field of answer and data; empty if there is none
};

constexpr std::array kEffects{
    Effect{"session.start", "session.started", ""},
    Effect{"session.reopen", "session.reopened", ""},
    Effect{"session.pause", "session.paused", ""},
    Effect{"session.resume", "session.resumed", ""},
    Effect{"stage.advance", "move.proposed", ""},
    Effect{"time.extend", "time.extended", ""},
    Effect{"hand.raise", "hand.raised", "entry"},
    Effect{"hand.call", "entry.called", ""},
    Effect{"question.ask", "question.asked", "entry"},
    Effect{"challenge.state", "challenge.stated", ""},
    Effect{"checkin.say", "checkin.said", ""},
    Effect{"action.add", "action.added", "action"},
    Effect{"reflection.write", "reflection.written", ""},
};

/// A change leads to so many more events at most: a start to a stage, say.
constexpr std::uint64_t kMostThatFollows = 4;

bool is_effect(const std::string& event) {
  return std::any_of(kEffects.begin(), kEffects.end(),
                     [&](const Effect& effect) { return effect.event == event; });
}

const Effect& effect_of(const std::string& method) {
  for (const Effect& effect : kEffects) {
    if (effect.method == method) return effect;
  }
  throw std::logic_error("nobody knows what " + method + " leads to");
}

/// What is the same in a room.event and in the journal.
Json content_of(const Json& event) {
  Json content{{"at", event.at("at")}, {"event", event.at("event")}};
  if (event.contains("by")) content["by"] = event["by"];
  content["data"] = event.value("data", Json::object());
  return content;
}

/// Whether the journal says all that was shown; it may say more (the agenda of a start).
bool says(const Json& journaled, const Json& shown) {
  Json content = content_of(journaled);
  const Json data = content["data"];
  content["data"] = Json::object();
  for (const auto& [field, value] : shown.at("data").items()) {
    if (data.contains(field)) content["data"][field] = data[field];
  }
  return content == shown;
}

std::string in_words(const Acknowledged& change) {
  return change.member + "'s " + change.method + " " + change.params.dump() + ", answered by " +
         change.result.dump();
}

}  // namespace

Record::Record(const std::filesystem::path& file)
    : file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (file_ < 0) throw std::runtime_error(file.string() + " cannot be made.");
}

Record::~Record() { ::close(file_); }

void Record::write(const Json& line) const {
  const std::string text = line.dump() + "\n";
  if (::write(file_, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      ::fdatasync(file_) != 0) {
    throw std::runtime_error("The record of what was told cannot be written.");
  }
}

void Record::seen(const Json& event) {
  const auto seq = event.at("seq").get<std::uint64_t>();
  Json content = content_of(event);
  const auto before = seen_.find(seq);
  if (before == seen_.end()) {
    write({{"seen", seq}, {"content", content}});
    seen_.emplace(seq, std::move(content));
  } else if (before->second != content) {
    throw Broken("Seq " + std::to_string(seq) + " was shown as " + before->second.dump() +
                 ", and later as " + content.dump() + ".");
  }
}

void Record::acknowledged(const std::string& change, Acknowledged acknowledged) {
  const auto before = changes_.find(change);
  if (before == changes_.end()) {
    write({{"change", change},
           {"method", acknowledged.method},
           {"params", acknowledged.params},
           {"result", acknowledged.result}});
    changes_.emplace(change, std::move(acknowledged));
  } else if (before->second.result != acknowledged.result) {
    throw Broken("The change " + change + ", " + in_words(before->second) +
                 ", was sent again and answered by " + acknowledged.result.dump() + ".");
  }
}

void Record::compare(const Json& journal) const {
  compare_events(journal);
  compare_changes(journal);
}

void Record::compare_events(const Json& journal) const {
  std::uint64_t seq = 0;
  std::set<std::string> ended;
  for (const Json& event : journal) {
    if (event.at("seq") != ++seq) {
      throw Broken("The journal goes on after " + std::to_string(seq - 1) + " with " +
                   event.dump() + ".");
    }
    const auto told = seen_.find(seq);
    if (told != seen_.end() && !says(event, told->second)) {
      throw Broken("Seq " + std::to_string(seq) + " was shown as " + told->second.dump() +
                   ", and is in the journal as " + event.dump() + ".");
    }
    if (event.at("event") == "stage.ended" && !ended.insert(event.at("data").at("stage")).second) {
      throw Broken("A stage ended for a second time: " + event.dump() + ".");
    }
  }
  if (last_seen() > seq) {
    throw Broken("Somebody saw " + seen_.rbegin()->second.dump() + " at " +
                 std::to_string(last_seen()) + ", and the journal ends at " + std::to_string(seq) +
                 ".");
  }
}

namespace {

/// The event of an acknowledged change: the one at its seq, or before it, if more followed from it.
/// Nothing if it is not there.
const Json* event_of(const Acknowledged& change, const Effect& effect, const Json& journal) {
  const auto seq = change.result.at("seq").get<std::uint64_t>();
  if (seq > journal.size()) return nullptr;
  const auto earliest = seq > kMostThatFollows ? seq - kMostThatFollows : 1;
  for (auto at = seq; at >= earliest; --at) {
    const Json& event = journal[at - 1];
    if (event.at("event") != effect.event || event.value("by", "") != change.member) continue;
    const std::string field{effect.made};
    const bool same = field.empty() || event.at("data").at(field) == change.result.at(field);
    return same ? &event : nullptr;
  }
  return nullptr;
}

}  // namespace

void Record::compare_changes(const Json& journal) const {
  std::map<const Json*, std::string> claimed;
  for (const auto& [id, change] : changes_) {
    const Json* event = event_of(change, effect_of(change.method), journal);
    if (event == nullptr) {
      throw Broken("Lost: " + in_words(change) + "; the journal, of " +
                   std::to_string(journal.size()) + " events, does not have it there.");
    }
    const auto [place, free] = claimed.emplace(event, id);
    if (!free) throw Broken("The changes " + id + " and " + place->second + " are one event.");
  }
  for (const Json& event : journal) {
    const bool by_change = event.contains("by") && is_effect(event.at("event"));
    if (by_change && !claimed.contains(&event)) {
      throw Broken("Nobody's change was acknowledged by " + event.dump() +
                   ": it took effect twice, or its answer was lost.");
    }
  }
}

}  // namespace turnkeeper::faults
