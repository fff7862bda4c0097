// Numbers about the running server, rendered as Prometheus text. They hold no names, no texts and
// no ids of people.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace turnkeeper::net {

/// One number. Any thread may change it.
class Metric {
 public:
  void add(std::int64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

/// Metrics by name and labels. Any thread may ask; what it gets lives as long as this.
class Metrics {
 public:
  using Labels =
      std::vector<std::pair<std::string, std::string>>;  ///< from a small fixed set each, never
                                                         ///< what people typed

  /// Only ever grows; the name ends in _total.
  Metric& counter(std::string_view name, std::string_view help, const Labels& labels = {});
  /// Goes up and down.
  Metric& gauge(std::string_view name, std::string_view help, const Labels& labels = {});

  /// The exposition format 0.0.4, names in alphabetical order.
  std::string render() const;
  static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

 private:
  struct Family {
    std::string_view type;
    std::string help;
    std::map<std::string, Metric> series;  ///< by rendered labels
  };

  Metric& find(std::string_view name, std::string_view type, std::string_view help,
               const Labels& labels);

  mutable std::mutex mutex_;
  std::map<std::string, Family, std::less<>> families_;  ///< guarded by mutex_
};

}  // namespace turnkeeper::net
