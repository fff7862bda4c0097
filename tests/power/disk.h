// What a power cut leaves of a recording. README.md says what of a real disk this is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/power/recording.h"
#include "tests/property/dice.h"

namespace turnkeeper::testing {

/// Which of the operations that no sync has confirmed are there.
enum class Mode : std::uint8_t {
  prefix,  ///< the first of them, whatever file they are of
  subset,  ///< any of them
  torn,    ///< any sectors of them; a lost sector holds what was there before, or zeros
};
inline constexpr std::array kModes{Mode::prefix, Mode::subset, Mode::torn};
const char* name_of(Mode mode);

struct Image {
  std::map<std::string, std::string> files;  ///< bytes by name
  std::size_t unconfirmed = 0;               ///< operations that no sync had confirmed
  std::size_t lost = 0;                      ///< of them, wholly or in part
  std::string story;                         ///< what became of each of them, a line each
};

/// A disk to which the operations of a recording happen one after the other.
class Disk {
 public:
  /// `seed` decides what a sync that failed has left. `recording` must outlive this.
  Disk(const Recording& recording, std::uint64_t seed);

  /// Everything before operation `point` has been asked of the disk. REQUIRES: it never goes back.
  void go_to(std::size_t point);

  /// The power is cut here.
  Image cut(Mode mode, Dice& dice) const;

  /// Whether writes to the file of this name are not confirmed.
  bool is_being_written(const std::string& name) const;

 private:
  /// Files by number, and which of them has which name.
  struct State {
    std::vector<std::string> files;
    std::map<std::string, std::size_t> names;
  };

  static void happen(State& state, const Operation& operation);
  static bool happen_in_part(State& state, const Operation& operation, std::size_t sector,
                             Dice& dice);
  template <class Chosen>
  void confirm(Chosen chosen);
  void lose_some_of(std::size_t file);

  const Recording& recording_;
  Dice dice_;
  std::size_t point_ = 0;
  State confirmed_;
  std::vector<const Operation*> unconfirmed_;
};

}  // namespace turnkeeper::testing
