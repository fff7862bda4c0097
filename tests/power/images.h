// Power cuts: a recorded store, cut off at random points in every mode, and each image looked at.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "tests/power/disk.h"

namespace turnkeeper::testing {

inline constexpr std::uint64_t kImagesOfRun = 100;

/// What kind of life was cut off.
enum class Life : std::uint8_t {
  fresh,    ///< a new database
  old,      ///< one of version 1, which is brought up to date first
  failing,  ///< a sync fails, once or a few times
};
const char* name_of(Life life);
Life life_of_run(std::uint64_t number);

struct ImageTally {
  std::map<Mode, std::uint64_t> modes;
  std::map<Life, std::uint64_t> lives;
  std::uint64_t points = 0;         ///< that differ within their run
  std::uint64_t unconfirmed = 0;    ///< images with writes that no sync had confirmed
  std::uint64_t lost = 0;           ///< images that lack some of them
  std::uint64_t in_checkpoint = 0;  ///< images cut off while the log was moved into the database
  std::uint64_t in_opening = 0;     ///< images cut off while a database was made or recovered
  std::uint64_t in_migration = 0;   ///< images cut off while version 1 was brought up to date

  ImageTally& operator+=(const ImageTally& other);
};

struct Failure {
  std::uint64_t run = 0;  ///< its number
  std::size_t point = 0;
  std::string mode;
  std::string fault;  ///< a sentence
  std::string story;  ///< the last operations, a line each, and what became of those not confirmed
  std::filesystem::path kept;  ///< a folder with the image as it was before it was opened
};

/// Runs the store of this number once and cuts it off `images` times. `scratch` is a folder of the
/// caller's, of which a failure keeps a part.
std::optional<Failure> cut_run(std::uint64_t number, std::uint64_t images,
                               const std::filesystem::path& scratch, ImageTally& tally);

}  // namespace turnkeeper::testing
