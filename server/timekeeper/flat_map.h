// A map for a handful of entries: sorted, all in one place, and copied only when one of two that
// share it changes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace turnkeeper::timekeeper {

/// What std::map offers, as far as it is used. Copies share their entries until one of them is
/// asked for something that it could change: most of a session stays as it is from one event to the
/// next. References and iterators are good until an entry comes or goes, or the map is copied;
/// const ones also die when a map that shares the entries, or this one, is asked for something that
/// it could change. Copies of one map belong to one thread.
template <class Key, class Value>
class FlatMap {
 public:
  using value_type = std::pair<Key, Value>;
  using Entries = std::vector<value_type>;
  using iterator = typename Entries::iterator;
  using const_iterator = typename Entries::const_iterator;

  iterator begin() { return own().begin(); }
  iterator end() { return own().end(); }
  const_iterator begin() const { return entries().begin(); }
  const_iterator end() const { return entries().end(); }
  std::size_t size() const { return entries().size(); }
  bool empty() const { return entries().empty(); }
  void clear() { entries_.reset(); }

  iterator find(const Key& key) { return at_key(own(), key); }
  const_iterator find(const Key& key) const { return at_key(entries(), key); }
  bool contains(const Key& key) const { return find(key) != end(); }

  /// Throws std::out_of_range if there is no such key.
  Value& at(const Key& key) { return found(*this, key); }
  const Value& at(const Key& key) const { return found(*this, key); }

  Value& operator[](const Key& key) { return emplace(key, Value{}).first->second; }

  /// An entry that is there already stays as it is.
  std::pair<iterator, bool> emplace(const Key& key, Value value) {
    Entries& mine = own();
    const auto place = lower_bound(mine, key);
    if (place != mine.end() && place->first == key) return {place, false};
    return {mine.emplace(place, key, std::move(value)), true};
  }
  std::size_t erase(const Key& key) {
    if (!std::as_const(*this).contains(key)) return 0;
    return std::erase_if(own(), [&](const value_type& entry) { return entry.first == key; });
  }

  bool operator==(const FlatMap& other) const {
    return entries_ == other.entries_ || entries() == other.entries();
  }

 private:
  const Entries& entries() const {
    static const Entries kNone;
    return entries_ ? *entries_ : kNone;
  }
  /// The entries, shared with nobody.
  Entries& own() {
    if (!entries_) {
      entries_ = std::make_shared<Entries>();
    } else if (entries_.use_count() > 1) {
      entries_ = std::make_shared<Entries>(*entries_);
    }
    return *entries_;
  }

  template <class SomeEntries>
  static auto lower_bound(SomeEntries& entries, const Key& key) {
    return std::lower_bound(
        entries.begin(), entries.end(), key,
        [](const value_type& entry, const Key& other) { return entry.first < other; });
  }
  template <class SomeEntries>
  static auto at_key(SomeEntries& entries, const Key& key) {
    const auto place = lower_bound(entries, key);
    return place != entries.end() && place->first == key ? place : entries.end();
  }
  template <class Map>
  static auto& found(Map& map, const Key& key) {
    const auto place = map.find(key);
    if (place == map.end()) throw std::out_of_range("FlatMap::at");
    return place->second;
  }

  std::shared_ptr<Entries> entries_;  ///< none while it is empty from the start
};

}  // namespace turnkeeper::timekeeper
