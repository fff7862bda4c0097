#include "protocol/event_codec.h"

#include <stdexcept>
#include <type_traits>

#include "protocol/event_fields.h"

namespace turnkeeper::protocol {

namespace core = turnkeeper::timekeeper;

namespace {

/// One name a kind of event; entries have two, by what was added.
struct Namer {
  std::string_view operator()(const core::EntryAdded& e) const {
    return e.kind == core::EntryKind::hand ? "hand.raised" : "question.asked";
  }
  template <class Event>
  std::string_view operator()(const Event&) const {
    return kEventName<Event>;
  }
};

/// Writes fields into an object, or, for the room, leaves out what stays in the journal.
class Writer {
 public:
  explicit Writer(bool for_room) : for_room_(for_room) {}

  template <class T>
  void operator()(const char* name, const T& value) {
    if constexpr (kIsWords<T>) {
      if (for_room_) return;
    }
    put(name, value);
  }
  template <class T>
  void journal_only(const char* name, const T& value) {
    if (!for_room_) put(name, value);
  }

  Json json = Json::object();

 private:
  template <class T>
  void put(const char* name, const T& value) {
    if constexpr (kIsOptional<T>) {
      if (value) json[name] = to_json(*value);
    } else {
      json[name] = to_json(value);
    }
  }

  bool for_room_;
};

/// Reads the same fields back.
class Reader {
 public:
  Reader(std::string_view event, const Json& json) : event_(event), json_(json) {}

  template <class T>
  void operator()(const char* name, T& value) {
    const auto found = json_.find(name);
    if (found == json_.end()) {
      if constexpr (!kIsOptional<T>) wrong(name, "is missing");
      return;
    }
    try {
      if constexpr (kIsOptional<T>) {
        value.emplace();
        from_json(*found, *value);
      } else {
        from_json(*found, value);
      }
    } catch (const std::exception& why) {
      wrong(name, why.what());
    }
  }
  template <class T>
  void journal_only(const char* name, T& value) {
    (*this)(name, value);
  }

 private:
  [[noreturn]] void wrong(const char* name, const std::string& why) const {
    throw std::runtime_error("The journal holds an event that this version cannot read: " +
                             std::string(event_) + ", field " + name + ": " + why);
  }

  std::string_view event_;
  const Json& json_;
};

template <class Event>
Json written(const Event& event, bool for_room) {
  Writer writer(for_room);
  describe(writer, const_cast<Event&>(event));  // one description serves both directions
  return std::move(writer.json);
}

struct ForRoom {
  Json operator()(const core::SessionPlanned& e) const {
    Json roster = Json::object();
    for (const auto& entry : e.roster) {
      roster[entry.member.value] = {{"role", name_of(entry.role)}, {"seated", entry.seated}};
    }
    return {{"number", e.number}, {"roster", std::move(roster)}};
  }
  template <class Event>
  Json operator()(const Event& event) const {
    return written(event, true);
  }
};

template <class Event>
bool read_as(std::string_view name, const Json& data, core::EventBody& body) {
  Event event{};
  if (Namer{}(event) != name) {
    if constexpr (std::is_same_v<Event, core::EntryAdded>) {
      event.kind = core::EntryKind::question;
      if (Namer{}(event) != name) return false;
    } else {
      return false;
    }
  }
  Reader reader(name, data);
  describe(reader, event);
  body = std::move(event);
  return true;
}

template <std::size_t... Index>
core::EventBody decode_any(std::string_view name, const Json& data, std::index_sequence<Index...>) {
  core::EventBody body;
  const bool known =
      (read_as<std::variant_alternative_t<Index, core::EventBody>>(name, data, body) || ...);
  if (!known) {
    throw std::runtime_error("The journal holds an event that this version does not know: " +
                             std::string(name));
  }
  return body;
}

template <std::size_t... Index>
std::vector<std::string_view> every_name(std::index_sequence<Index...>) {
  std::vector<std::string_view> names{
      Namer{}(std::variant_alternative_t<Index, core::EventBody>{})...};
  names.push_back("question.asked");
  return names;
}

using EveryKind = std::make_index_sequence<std::variant_size_v<core::EventBody>>;

/// Collects the ids of words on the way through a description.
struct Collector {
  std::vector<core::WordsId> words;

  template <class T>
  void operator()(const char*, const T& value) {
    if constexpr (std::is_same_v<T, core::WordsId>) {
      words.push_back(value);
    } else if constexpr (std::is_same_v<T, std::optional<core::WordsId>>) {
      if (value) words.push_back(*value);
    }
  }
  template <class T>
  void journal_only(const char* name, const T& value) {
    (*this)(name, value);
  }
};

}  // namespace

std::string_view event_name(const core::EventBody& body) { return std::visit(Namer{}, body); }

std::vector<std::string_view> all_event_names() { return every_name(EveryKind{}); }

Json journal_data(const core::EventBody& body) {
  return std::visit([](const auto& event) { return written(event, false); }, body);
}

Json wire_data(const core::EventBody& body) { return std::visit(ForRoom{}, body); }

core::EventBody decode_event(std::string_view name, const Json& data) {
  if (!data.is_object()) {
    throw std::runtime_error("The journal holds an event without data: " + std::string(name));
  }
  return decode_any(name, data, EveryKind{});
}

std::vector<core::WordsId> words_of(const core::EventBody& body) {
  Collector collector;
  std::visit(
      [&](const auto& event) {
        using Event = std::remove_cvref_t<decltype(event)>;
        describe(collector, const_cast<Event&>(event));
      },
      body);
  return std::move(collector.words);
}

Json encode_transfer(const core::Transfer& transfer) { return to_json(transfer); }

}  // namespace turnkeeper::protocol
