#include "store/witness.h"

#include <unistd.h>

#include <array>
#include <charconv>
#include <sstream>

#include "store/hash_chain.h"

namespace turnkeeper::store {

namespace {

constexpr std::size_t kLongest = 256;

std::string hash_of(const std::string& epoch, const std::string& number) {
  return to_hex(sha256("turnkeeper.told.1 " + epoch + ' ' + number));
}

}  // namespace

/// "e7… 41 9f86d081…\n": one that was cut off or mixed with another shows by its hash.
std::string note_of(const Progress& progress) {
  const std::string number = std::to_string(progress.transactions);
  return progress.epoch + ' ' + number + ' ' + hash_of(progress.epoch, number) + '\n';
}

void keep_note(int file, std::int64_t offset, const std::string& note) noexcept {
  [[maybe_unused]] const auto written = ::pwrite(file, note.data(), note.size(), offset);
}

std::optional<Progress> noted(int file, std::int64_t offset) {
  std::array<char, kLongest> bytes{};
  const auto size = ::pread(file, bytes.data(), bytes.size(), offset);
  if (size <= 0) return std::nullopt;
  std::istringstream words(std::string(bytes.data(), static_cast<std::size_t>(size)));
  Progress progress;
  std::string number;
  std::string hash;
  words >> progress.epoch >> number >> hash;
  const auto read =
      std::from_chars(number.data(), number.data() + number.size(), progress.transactions);
  const bool is_whole = read.ec == std::errc{} && hash == hash_of(progress.epoch, number);
  return is_whole ? std::optional(progress) : std::nullopt;
}

std::optional<std::string> lost_end(const std::filesystem::path& database, const Progress& there,
                                    const std::optional<Progress>& noted) {
  if (!noted || noted->epoch != there.epoch || noted->transactions <= there.transactions) {
    return std::nullopt;
  }
  const auto missing = noted->transactions - there.transactions;
  return "The database " + database.string() + " has lost its end, " +
         (missing == 1 ? "a transaction" : std::to_string(missing) + " transactions") +
         " that had been written to it.";
}

}  // namespace turnkeeper::store
