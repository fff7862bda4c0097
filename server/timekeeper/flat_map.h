// A map for a handful of entries: sorted, and all in one place, so that copying it is cheap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

namespace turnkeeper::timekeeper {

/// What std::map offers, as far as it is used. References and iterators are good until the next
/// entry comes or goes.
template <class Key, class Value>
class FlatMap {
 public:
  using value_type = std::pair<Key, Value>;
  using iterator = typename std::vector<value_type>::iterator;
  using const_iterator = typename std::vector<value_type>::const_iterator;

  iterator begin() { return entries_.begin(); }
  iterator end() { return entries_.end(); }
  const_iterator begin() const { return entries_.begin(); }
  const_iterator end() const { return entries_.end(); }
  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  void clear() { entries_.clear(); }

  iterator find(const Key& key) { return at_key(entries_, key); }
  const_iterator find(const Key& key) const { return at_key(entries_, key); }
  bool contains(const Key& key) const { return find(key) != end(); }

  /// Throws std::out_of_range if there is no such key.
  Value& at(const Key& key) { return found(*this, key); }
  const Value& at(const Key& key) const { return found(*this, key); }

  Value& operator[](const Key& key) { return emplace(key, Value{}).first->second; }

  /// An entry that is there already stays as it is.
  std::pair<iterator, bool> emplace(const Key& key, Value value) {
    const auto place = lower_bound(entries_, key);
    if (place != end() && place->first == key) return {place, false};
    return {entries_.emplace(place, key, std::move(value)), true};
  }
  std::size_t erase(const Key& key) {
    return std::erase_if(entries_, [&](const value_type& entry) { return entry.first == key; });
  }

  bool operator==(const FlatMap&) const = default;

 private:
  template <class Entries>
  static auto lower_bound(Entries& entries, const Key& key) {
    return std::lower_bound(
        entries.begin(), entries.end(), key,
        [](const value_type& entry, const Key& other) { return entry.first < other; });
  }
  template <class Entries>
  static auto at_key(Entries& entries, const Key& key) {
    const auto place = lower_bound(entries, key);
    return place != entries.end() && place->first == key ? place : entries.end();
  }
  template <class Map>
  static auto& found(Map& map, const Key& key) {
    const auto place = map.find(key);
    if (place == map.end()) throw std::out_of_range("FlatMap::at");
    return place->second;
  }

  std::vector<value_type> entries_;
};

}  // namespace turnkeeper::timekeeper
