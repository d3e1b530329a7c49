"""The common indicators in pandas and NumPy on 100,000 bars: best ns a bar of many runs, one name and number a line."""

import sys
import time

import numpy as np
import pandas as pd

BARS = 100_000


def prices():
    random = np.random.default_rng(1)
    close = 100 * np.exp(np.cumsum(0.01 * random.standard_normal(BARS)))
    high = close * (1 + 0.01 * random.random(BARS))
    low = close * (1 - 0.01 * random.random(BARS))
    volume = 1e6 * (1 + random.random(BARS))
    return tuple(pd.Series(column) for column in (high, low, close, volume))


def wilder(values, window):
    return values.ewm(alpha=1 / window, adjust=False).mean()


def rsi(close, window):
    change = close.diff()
    gains, losses = wilder(change.clip(lower=0), window), wilder(-change.clip(upper=0), window)
    return 100 * gains / (gains + losses)


def atr(high, low, close, window):
    previous = close.shift()
    return wilder(np.maximum(high, previous) - np.minimum(low, previous), window)


def bollinger(close, window, deviations):
    rolling = close.rolling(window)
    middle, reach = rolling.mean(), deviations * rolling.std(ddof=0)
    return middle, middle + reach, middle - reach


def macd(close):
    line = close.ewm(span=12, adjust=False).mean() - close.ewm(span=26, adjust=False).mean()
    signal = line.ewm(span=9, adjust=False).mean()
    return line, signal, line - signal


def numpy_sma(values, window):
    sums = np.cumsum(values)
    sums[window:] -= sums[:-window].copy()
    return sums[window - 1:] / window


def best(run):
    shortest, end = float("inf"), time.perf_counter() + 1
    while time.perf_counter() < end:
        start = time.perf_counter_ns()
        run()
        shortest = min(shortest, time.perf_counter_ns() - start)
    return shortest / BARS


def main():
    high, low, close, volume = prices()
    numbers = close.to_numpy()
    runs = {
        "sma20": lambda: close.rolling(20).mean(),
        "sma20-numpy": lambda: numpy_sma(numbers, 20),
        "ema20": lambda: close.ewm(span=20, adjust=False).mean(),
        "rsi14": lambda: rsi(close, 14),
        "atr14": lambda: atr(high, low, close, 14),
        "bollinger20": lambda: bollinger(close, 20, 2),
        "macd": lambda: macd(close),
        "donchian20": lambda: (high.rolling(20).max().shift(), low.rolling(20).min().shift()),
        "obv": lambda: (np.sign(close.diff()).fillna(0) * volume).cumsum(),
    }
    print(f"pandas {pd.__version__}, NumPy {np.__version__}, Python {sys.version.split()[0]}", file=sys.stderr)
    for name, run in runs.items():
        print(f"{name} {best(run):.3f}")


main()
