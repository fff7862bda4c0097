// Timers of the steady clock as the kernel makes them, in a program whose wall clock libfaketime
// moves. It moves the end of such a timer too, where that is told as a moment (TFD_TIMER_ABSTIME in
// timerfd_create(2)), also when it is told to leave the steady clocks alone (0.9.10). Asio tells
// one when the time is over already, and then slept for as long as the wall clock had been moved.
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

extern "C" int timerfd_settime(int timer, int flags, const itimerspec* next, itimerspec* before) {
  return static_cast<int>(::syscall(SYS_timerfd_settime, timer, flags, next, before));
}
