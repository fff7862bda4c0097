#include "store/log_check.h"

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHead = 32;
constexpr std::size_t kFrameHead = 24;
constexpr std::uint32_t kMagic = 0x377f0682;  ///< and one more where words are big-endian
constexpr int kLooks = 3;                     ///< somebody may be writing

enum class Order : std::uint8_t { little, big };

struct Checksum {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  bool operator==(const Checksum&) const = default;
};

std::uint32_t word(std::string_view bytes, std::size_t at, Order order = Order::big) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t shift = 8 * (order == Order::big ? 3 - i : i);
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << shift;
  }
  return value;
}

Checksum checksum_in(std::string_view bytes, std::size_t at) {
  return {word(bytes, at), word(bytes, at + 4)};
}

Checksum go_on(Checksum sum, std::string_view bytes, Order order) {
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    sum.first += word(bytes, at, order) + sum.second;
    sum.second += word(bytes, at + 4, order) + sum.first;
  }
  return sum;
}

/// A log in memory.
class Log {
 public:
  Log(std::string bytes, std::size_t page) : bytes_(std::move(bytes)), frame_(kFrameHead + page) {}

  std::size_t frames() const {
    return bytes_.size() < kHead ? 0 : (bytes_.size() - kHead) / frame_;
  }
  std::string_view head() const { return std::string_view{bytes_}.substr(0, kHead); }
  std::string_view frame(std::size_t number) const {
    return std::string_view{bytes_}.substr(kHead + number * frame_, frame_);
  }
  static std::string_view salts(std::string_view frame) { return frame.substr(8, 8); }
  static bool commits(std::string_view frame) { return word(frame, 4) != 0; }

  Checksum checksum_at(std::size_t number) const { return checksum_in(frame(number), 16); }
  /// What a frame's checksum has to be, if that of the frame before it is `before`.
  Checksum checksum_of(std::size_t number, Checksum before, Order order) const {
    const auto one = frame(number);
    return go_on(go_on(before, one.substr(0, 8), order), one.substr(kFrameHead), order);
  }
  bool is_whole(std::size_t number, Checksum before, Order order) const {
    const bool has_page = word(frame(number), 0) != 0;  // zeros add up, too
    return has_page && checksum_of(number, before, order) == checksum_at(number);
  }
  /// Up to which frame, not included, those from `first` on are as they were written, if the
  /// checksum before them is `sum`.
  std::size_t whole_until(std::size_t first, std::string_view salts_of_all, Checksum sum,
                          Order order) const {
    for (std::size_t i = first; i < frames(); ++i) {
      if (salts(frame(i)) != salts_of_all || !is_whole(i, sum, order)) return i;
      sum = checksum_at(i);
    }
    return frames();
  }

 private:
  std::string bytes_;
  std::size_t frame_;
};

fs::path log_of(const fs::path& database) { return database.string() + "-wal"; }

/// Empty if there is none. Throws StoreError if there is, and it cannot be read.
std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code error;
  if (!stream && !fs::exists(file, error) && !error) return {};
  try {
    if (stream) return {std::istreambuf_iterator<char>(stream), {}};
  } catch (const std::ios_base::failure&) {  // as below
  }
  throw StoreError("The log " + file.string() +
                   " cannot be read; check its permissions and its disk.");
}

/// How the checksums run, if the head of a log says it.
std::optional<Order> order_in(std::string_view head) {
  if (head.size() < kHead) return std::nullopt;
  const Order order = word(head, 0) % 2 == 1 ? Order::big : Order::little;
  const bool whole = (word(head, 0) & ~1U) == kMagic &&
                     go_on({}, head.substr(0, 24), order) == checksum_in(head, 24);
  return whole ? std::optional(order) : std::nullopt;
}

/// The size of the database's pages; nothing if neither its log nor itself says it.
std::optional<std::size_t> page_size(const fs::path& database, std::string_view log) {
  if (order_in(log.substr(0, kHead))) return word(log, 8);
  std::string head(18, '\0');
  std::ifstream(database, std::ios::binary).read(head.data(), 18);
  const std::size_t size = word(head, 14) & 0xFFFFU;
  if (size == 1) return 65'536;
  return size >= 512 ? std::optional(size) : std::nullopt;
}

/// Whether, behind the frame `first` that is not as it was written, one transaction follows
/// another. What was never told is one transaction and no more: the one that was cut off, or what
/// is left of one that failed, over which a shorter one was written. `before` is the checksum of
/// the frame before `first`.
bool is_followed(const Log& log, std::size_t first, std::string_view salts, Checksum before,
                 Order order) {
  const auto follows = [&](std::size_t i, Checksum sum) {
    return Log::salts(log.frame(i)) == salts && log.is_whole(i, sum, order) &&
           Log::commits(log.frame(i - 1));
  };
  // Perhaps it is only its checksum that is not as it was written.
  if (first + 1 < log.frames() && follows(first + 1, log.checksum_of(first, before, order))) {
    return true;
  }
  for (std::size_t i = first + 1; i < log.frames(); ++i) {
    if (follows(i, log.checksum_at(i - 1))) return true;
  }
  return false;
}

/// Whether the log was begun anew, over its beginning, after the frame `number`: SQLite then counts
/// its first salt up by one.
bool is_of_an_older(const Log& log, std::size_t number) {
  constexpr std::uint32_t kNewer = 1'000;
  const auto salt = [&](std::size_t frame) { return word(log.frame(frame), 8); };
  for (std::size_t i = 0; i < number; ++i) {
    const std::uint32_t ahead = salt(i) - salt(number);
    if (ahead > 0 && ahead < kNewer) return true;
  }
  return false;
}

/// Up to behind which frame those from `first` to before `end` are committed.
std::size_t committed_until(const Log& log, std::size_t first, std::size_t end) {
  while (end > first && !Log::commits(log.frame(end - 1))) --end;
  return end;
}

/// Whether the database has what the frames from `first` to before `end` say.
bool is_moved(const Log& log, std::size_t first, std::size_t end, const fs::path& database) {
  std::map<std::uint32_t, std::size_t> latest;
  for (std::size_t i = first; i < end; ++i) latest[word(log.frame(i), 0)] = i;
  std::ifstream file(database, std::ios::binary);
  for (const auto& [page, at] : latest) {
    const auto wanted = log.frame(at).substr(kFrameHead);
    std::string found(wanted.size(), '\0');
    file.seekg(static_cast<std::streamoff>((page - 1) * wanted.size()));
    if (!file.read(found.data(), static_cast<std::streamsize>(found.size())) || found != wanted) {
      return false;
    }
  }
  return true;
}

/// What SQLite throws away for its head alone. A power cut may tear the head of a log that is used
/// again, and then all of it is in the database.
bool is_lost_with_its_head(const Log& log, const fs::path& database) {
  const auto orders = {Order::little, Order::big};
  for (const Order order : orders) {
    for (const Checksum begin :
         {checksum_in(log.head(), 24), go_on({}, log.head().substr(0, 24), order)}) {
      const auto end =
          committed_until(log, 0, log.whole_until(0, Log::salts(log.frame(0)), begin, order));
      if (end > 0) return !is_moved(log, 0, end, database);
    }
  }
  // Nothing is known of where the checksums begin, or not enough is whole from there; but each
  // frame says where the next one's begin.
  for (std::size_t i = 1; i < log.frames(); ++i) {
    for (const Order order : orders) {
      const auto end = committed_until(
          log, i, log.whole_until(i, Log::salts(log.frame(i - 1)), log.checksum_at(i - 1), order));
      if (end > i) return !is_of_an_older(log, i) && !is_moved(log, i, end, database);
    }
  }
  return false;
}

/// From which frame on something is lost that was told.
std::optional<std::size_t> first_lost(const Log& log, const fs::path& database) {
  if (log.frames() == 0) return std::nullopt;
  if (const auto order = order_in(log.head())) {
    const auto salts = log.head().substr(16, 8);
    const auto begin = checksum_in(log.head(), 24);
    const auto whole = log.whole_until(0, salts, begin, *order);
    const auto before = whole == 0 ? begin : log.checksum_at(whole - 1);
    return is_followed(log, whole, salts, before, *order) ? std::optional(whole) : std::nullopt;
  }
  return is_lost_with_its_head(log, database) ? std::optional<std::size_t>(0) : std::nullopt;
}

}  // namespace

std::optional<std::size_t> lost_frame(const fs::path& database) {
  const fs::path file = log_of(database);
  std::optional<std::size_t> before;
  std::string head;
  // What is only being written is there, or elsewhere, when it is looked at again.
  for (int look = 0; look < kLooks; ++look) {
    std::string bytes = read(file);
    const auto page = page_size(database, bytes);
    if (!page) return std::nullopt;  // no database yet, or none at all
    const Log log(std::move(bytes), *page);
    const auto lost = first_lost(log, database);
    if (!lost) return std::nullopt;
    const bool same = look > 0 && lost == before && log.head() == head;
    if (same && look == kLooks - 1) return lost;
    before = lost;
    head = log.head();
  }
  return std::nullopt;
}

void refuse_by_log(const fs::path& database, const Advice& advice) {
  const auto lost = lost_frame(database);
  if (!lost) return;
  throw StoreError("The log " + log_of(database).string() + " is damaged (from its frame " +
                   std::to_string(*lost + 1) + " on nothing can be read of what was written); " +
                   std::string{advice.damaged} + ".");
}

}  // namespace turnkeeper::store
