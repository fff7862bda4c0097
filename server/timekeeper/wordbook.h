// The words of a session and the names of its people, beside the events and by id. They can be
// erased (a missing id reads as the empty string) and the history still adds up.
#pragma once

#include <map>
#include <string>

#include "timekeeper/ids.h"

namespace turnkeeper::timekeeper {

/// A text that an event refers to.
struct Words {
  WordsId id;
  std::string text;  ///< UTF-8
  bool operator==(const Words&) const = default;
};

struct Person {
  std::string name;
  std::string pronouns;   ///< may be empty
  std::string time_zone;  ///< IANA; may be empty
  bool operator==(const Person&) const = default;
};

struct Wordbook {
  std::string circle_name;
  std::map<MemberId, Person> people;
  std::map<WordsId, std::string> words;

  const std::string& text(const WordsId& id) const {
    static const std::string erased;
    const auto found = words.find(id);
    return found == words.end() ? erased : found->second;
  }
};

}  // namespace turnkeeper::timekeeper
