using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Runner.Commands;

/// <summary>lab price: one option's price and greeks, or the volatility that a price implies.</summary>
internal static class PriceCommand
{
    // Beyond these a number was more likely meant in percent or in days.
    private const double MostVol = 4, MostRate = 1, MostYears = 50;

    private sealed record Market(
        Option<double?> Spot, Option<double?> Forward, Option<double> Strike, Option<double> Years, Option<double> Rate, Option<double> Yield,
        Option<string[]> Dividends, Option<bool> American, Option<bool> Json)
    {
        public static Market Create() => new(
            new Option<double?>("--spot") { Description = "Price of the underlying, above 0", HelpName = "PRICE" },
            new Option<double?>(
                "--forward")
            {
                Description = "Price of the forward or future instead of --spot: the option is on that (Black-76), "
                    + "delta and gamma are per unit of it, rho leaves it as it is",
                HelpName = "PRICE"
            },
            Required("--strike", "Strike, above 0", "PRICE"),
            Required("--years", "Calendar days to expiry / 365", "YEARS"),
            Required("--rate", "Risk-free rate a year, continuously compounded, as a fraction: 0.05 is 5%", "FRACTION"),
            new Option<double>("--yield") { Description = "Dividend yield a year, continuously compounded, as a fraction", HelpName = "FRACTION" },
            new Option<string[]>("--dividend")
            {
                Description = "Cash dividend: calendar days to its ex-date and cash a share; may be repeated",
                HelpName = "DAYS:CASH",
                AllowMultipleArgumentsPerToken = true,
            },
            new Option<bool>("--american") { Description = "Exercise at any time instead of at expiry only" },
            new Option<bool>("--json") { Description = "Print one JSON document instead of text" });

        public void AddTo(Command command)
        {
            foreach (Option option in new Option[] { Spot, Forward, Strike, Years, Rate, Yield, Dividends, American, Json })
                command.Add(option);
        }

        /// <summary>What was asked for, with everything that goes wrong before a price is thought of.</summary>
        public Quote Read(ParseResult parsed)
        {
            double? spot = parsed.GetValue(Spot), forward = parsed.GetValue(Forward);
            if (spot is null == forward is null)
                throw new UsageException(spot is null
                    ? "Option '--spot' is required. Give it, or --forward for an option on a future."
                    : "--spot and --forward are two underlyings. Give one of them.");
            if (forward is not null && parsed.GetResult(Yield) is { Implicit: false })
                throw new UsageException("--yield is of a spot price; a forward has none. Leave it out, or give --spot.");
            double years = parsed.GetValue(Years), rate = parsed.GetValue(Rate);
            CashDividend[] dividends = [.. (parsed.GetValue(Dividends) ?? []).Select(text => Dividend(text, spot ?? double.PositiveInfinity, years))];
            if (forward is not null && dividends.Length > 0)
                throw new UsageException("--dividend is of a stock; a forward has none. Leave it out, or give --spot.");
            return new Quote(
                spot ?? forward!.Value, forward is not null, parsed.GetValue(Strike), years, rate, forward is null ? parsed.GetValue(Yield) : rate, dividends,
                parsed.GetValue(American));
        }
    }

    /// <summary>An option's terms. On a forward the yield is the rate.</summary>
    private sealed record Quote(
        double Spot, bool IsForward, double Strike, double Years, double Rate, double Yield, CashDividend[] Dividends, bool American);

    public static Command Create()
    {
        var command = new Command("price", "Price and greeks of one option, or the volatility its price implies")
        {
            Of(OptionRight.Call),
            Of(OptionRight.Put),
            ImpliedVolatilityOf(),
        };
        return command;
    }

    private static Option<double> Required(string name, string description, string help) =>
        new(name) { Description = description, Required = true, HelpName = help };

    private static Command Of(OptionRight right)
    {
        string name = right == OptionRight.Call ? "call" : "put";
        var command = new Command(name, $"Price of a {name} per unit of the underlying. Greeks: delta and gamma per unit of spot, "
            + "vega per volatility point (0.01), theta per calendar day, rho per percentage point (0.01) of the rate. With --json also, "
            + "but for --method baw and bjs: yieldRho per percentage point of the yield, vanna (delta per volatility point), "
            + "volga (vega per volatility point), charm (delta per calendar day)");
        Market market = Market.Create();
        Option<double> vol = Required("--vol", "Volatility a year as a fraction: 0.2 is 20%", "FRACTION");
        var method = new Option<string>("--method")
        {
            Description = "How an American option is priced: alo (spectral, the default; fd with dividends, or with rate and yield negative and two exercise "
                + "boundaries), baw (Barone-Adesi and Whaley), bjs (Bjerksund and Stensland 2002), fd (finite differences)",
            HelpName = "alo|baw|bjs|fd",
        };
        method.AcceptOnlyFromAmong("alo", "baw", "bjs", "fd");
        market.AddTo(command);
        command.Add(vol);
        command.Add(method);
        command.SetAction(TypedAction.Of(parsed =>
        {
            Quote quote = market.Read(parsed);
            string? chosen = parsed.GetValue(method);
            if (chosen is not null && !quote.American)
                throw new UsageException($"--method {chosen} prices American options. Add --american, or leave --method out.");
            if (chosen == "fd" && quote.IsForward)
                throw new UsageException("--method fd is for stocks. Use --method alo for an American option on a forward.");
            chosen ??= quote.Dividends.Length > 0 || (quote.American && AmericanOption.HasTwoBoundaries(right, quote.Rate, quote.Yield)) ? "fd"
                : quote.American ? "alo" : quote.IsForward ? "black76" : "bsm";
            if (quote.Dividends.Length > 0 && chosen != "fd")
                throw new UsageException($"--method {chosen} knows no cash dividends. Use --method fd.");
            bool json = parsed.GetValue(market.Json);
            double volatility = parsed.GetValue(vol);
            Check(quote, volatility);
            Greeks greeks = Price(right, chosen, quote, volatility);
            Print(greeks, json ? SecondOrder(right, chosen, quote, volatility) : null, chosen, json);
            Doubts(quote, volatility);
            return ExitCode.Done;
        }));
        return command;
    }

    // Bad numbers are refused in the same words by every method.
    private static void Check(Quote quote, double vol)
    {
        Positive(quote.IsForward ? "--forward" : "--spot", quote.Spot);
        Positive("--strike", quote.Strike);
        foreach ((string name, double value) in new[] { ("--vol", vol), ("--years", quote.Years) })
        {
            if (!(value >= 0) || !double.IsFinite(value))
                throw new UsageException($"{name} is {value}; it must be a finite number, 0 or above.");
        }

        foreach ((string name, double value) in new[] { ("--rate", quote.Rate), ("--yield", quote.Yield) })
        {
            if (!double.IsFinite(value))
                throw new UsageException($"{name} is {value}; it must be a finite number.");
        }
    }

    // Possible but unlikely numbers are priced, with a word of doubt.
    private static void Doubts(Quote quote, double vol)
    {
        Doubt("--vol", vol, MostVol);
        Doubt("--rate", quote.Rate, MostRate);
        if (!quote.IsForward)
            Doubt("--yield", quote.Yield, MostRate);
        if (quote.Years > MostYears)
            Console.Error.WriteLine($"lab: --years is {quote.Years}; it counts years, {quote.Years} days are {quote.Years / BlackScholes.DaysPerYear:0.####}");
    }

    private static void Positive(string name, double value)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new UsageException($"{name} is {value}; it must be a finite number above 0.");
    }

    private static void Doubt(string name, double value, double most)
    {
        if (Math.Abs(value) > most)
            Console.Error.WriteLine($"lab: {name} is {value}, which is {value * 100:0.##}% a year; as a fraction {value}% is {value / 100:0.######}");
    }

    private static Greeks Price(OptionRight right, string method, Quote quote, double vol)
    {
        (double spot, _, double strike, double years, double rate, double yield, CashDividend[] cash, bool american) = quote;
        return method switch
        {
            "bsm" => BlackScholes.Greeks(right, spot, strike, vol, years, rate, yield),
            "black76" => Black76.Greeks(right, spot, strike, vol, years, rate),
            "alo" when quote.IsForward => WithoutYield(AmericanOption.FullGreeks(right, spot, strike, vol, years, rate, yield)).First,
            "alo" => AmericanOption.Greeks(right, spot, strike, vol, years, rate, yield),
            "fd" => DividendOption.Greeks(right, american, spot, strike, vol, years, rate, yield, cash),
            "baw" => ByDifferences((s, v, t, r) => BaroneAdesiWhaley.Price(right, s, strike, v, t, r, quote.IsForward ? r : yield), spot, vol, years, rate),
            _ => ByDifferences((s, v, t, r) => BjerksundStensland.Price(right, s, strike, v, t, r, quote.IsForward ? r : yield), spot, vol, years, rate),
        };
    }

    /// <summary>Greeks on a forward: rate and yield are one number, so that a change of it moves both.</summary>
    private static (Greeks First, FullGreeks All) WithoutYield(FullGreeks g)
    {
        double rho = g.RhoPerPct + g.YieldRhoPerPct;
        return (new Greeks(g.Price, g.DeltaPerUnit, g.GammaPerUnit, g.VegaPerVolPoint, g.ThetaPerDay, rho), g with { RhoPerPct = rho, YieldRhoPerPct = 0 });
    }

    /// <summary>The greeks beyond the first order where the method gives them without noise; null where it does not.</summary>
    private static FullGreeks? SecondOrder(OptionRight right, string method, Quote quote, double vol)
    {
        (double spot, _, double strike, double years, double rate, double yield, CashDividend[] cash, bool american) = quote;
        return method switch
        {
            "bsm" => BlackScholes.FullGreeks(right, spot, strike, vol, years, rate, yield),
            "black76" => Black76.FullGreeks(right, spot, strike, vol, years, rate),
            "alo" when quote.IsForward => WithoutYield(AmericanOption.FullGreeks(right, spot, strike, vol, years, rate, yield)).All,
            "alo" => AmericanOption.FullGreeks(right, spot, strike, vol, years, rate, yield),
            "fd" => DividendOption.FullGreeks(right, american, spot, strike, vol, years, rate, yield, cash),
            _ => null,
        };
    }

    private static Greeks ByDifferences(Func<double, double, double, double, double> price, double spot, double vol, double years, double rate)
    {
        double s = 1e-3 * spot, v = Math.Min(1e-3, 0.5 * vol), t = Math.Min(1e-3, 0.5 * years);
        const double R = 1e-5;
        double here = price(spot, vol, years, rate), up = price(spot + s, vol, years, rate), down = price(spot - s, vol, years, rate);
        double Slope(double high, double low, double step) => step == 0 ? 0 : (high - low) / (2 * step);
        return new Greeks(
            here, Slope(up, down, s), (up - (2 * here) + down) / (s * s), 0.01 * Slope(price(spot, vol + v, years, rate), price(spot, vol - v, years, rate), v),
            -Slope(price(spot, vol, years + t, rate), price(spot, vol, years - t, rate), t) / BlackScholes.DaysPerYear,
            0.01 * Slope(price(spot, vol, years, rate + R), price(spot, vol, years, rate - R), R));
    }

    private static CashDividend Dividend(string text, double spot, double years)
    {
        string[] parts = text.Split(':');
        if (parts.Length != 2 || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double days)
            || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double cash)
            || !(days > 0 && cash >= 0) || !double.IsFinite(days + cash))
            throw new UsageException($"--dividend is '{text}'; write the days to the ex-date (above 0) and the cash (0 or more) as 30:0.85.");
        if (cash >= spot)
            throw new UsageException($"--dividend is '{text}', which pays {cash} on a price of {spot}. Give cash below the spot.");
        if (days / BlackScholes.DaysPerYear >= years)
            Console.Error.WriteLine($"lab: the dividend {text} goes ex at or after expiry ({years * BlackScholes.DaysPerYear:0.#} days) and does not matter");
        return new CashDividend(days / BlackScholes.DaysPerYear, cash);
    }

    private static void Print(Greeks g, FullGreeks? more, string method, bool json)
    {
        var numbers = new Dictionary<string, double>
        {
            ["price"] = g.Price,
            ["delta"] = g.DeltaPerUnit,
            ["gamma"] = g.GammaPerUnit,
            ["vega"] = g.VegaPerVolPoint,
            ["theta"] = g.ThetaPerDay,
            ["rho"] = g.RhoPerPct,
        };
        if (more is { } full)
        {
            numbers["yieldRho"] = full.YieldRhoPerPct;
            numbers["vanna"] = full.VannaPerVolPoint;
            numbers["volga"] = full.VolgaPerVolPointSquared;
            numbers["charm"] = full.CharmPerDay;
        }

        foreach ((string name, double value) in numbers)
        {
            if (!double.IsFinite(value))
                throw new UsageException(
                    $"{name} is {value}: the arguments are beyond what double precision can price. Use less extreme spot, strike, vol, years or rates.");
            numbers[name] = value + 0.0; // no negative zero
        }

        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(numbers));
            return;
        }

        Console.Out.WriteLine($"price  {Number(g.Price)}  per unit of the underlying ({method})");
        Console.Out.WriteLine($"delta  {Number(g.DeltaPerUnit)}  per unit of spot");
        Console.Out.WriteLine($"gamma  {Number(g.GammaPerUnit)}  per unit of spot, of delta");
        Console.Out.WriteLine($"vega   {Number(g.VegaPerVolPoint)}  per volatility point (0.01)");
        Console.Out.WriteLine($"theta  {Number(g.ThetaPerDay)}  per calendar day");
        Console.Out.WriteLine($"rho    {Number(g.RhoPerPct)}  per percentage point (0.01) of the rate");
    }

    // What rounds to nothing has no sign; what fills the column is written by its magnitude.
    private static string Number(double value) =>
        (Math.Abs(value) < 1e12 ? (Math.Round(value, 6) + 0.0).ToString("0.000000") : value.ToString("0.000000E+0")).PadLeft(14);

    private static Command ImpliedVolatilityOf()
    {
        var command = new Command("iv", "The volatility a year, as a fraction, at which an option has the given price; with --json also its status: Solved, "
            + "BelowIntrinsic, ExerciseRegion, AboveMaximum, NotConverged or InvalidInput, all but the first with iv null and exit code 2");
        var right = new Argument<string>("right") { Description = "call or put" };
        right.AcceptOnlyFromAmong("call", "put");
        Option<double> price = Required("--price", "Premium per unit of the underlying", "PRICE");
        Market market = Market.Create();
        command.Add(right);
        command.Add(price);
        market.AddTo(command);
        command.SetAction(TypedAction.Of(parsed =>
        {
            OptionRight which = parsed.GetValue(right) == "call" ? OptionRight.Call : OptionRight.Put;
            Quote quote = market.Read(parsed);
            (double spot, bool _, double strike, double years, double rate, double yield, CashDividend[] cash, bool american) = quote;
            double premium = parsed.GetValue(price);
            ImpliedVol found = cash.Length > 0 || (american && AmericanOption.HasTwoBoundaries(which, rate, yield))
                ? AmericanImpliedVolatility.SolveWithDividends(which, american, premium, spot, strike, years, rate, yield, cash)
                : american ? AmericanImpliedVolatility.Solve(which, premium, spot, strike, years, rate, yield)
                : ImpliedVolatility.Solve(which, premium, spot, strike, years, rate, yield);
            bool solved = found.Status == ImpliedVolStatus.Solved, json = parsed.GetValue(market.Json);
            if (json)
                Console.Out.WriteLine(JsonSerializer.Serialize(new { iv = solved ? found.VolAnnual : (double?)null, status = found.Status.ToString() }));
            if (!solved)
                throw new UsageException(Reason(which, quote, premium, found.Status));
            if (!json)
                Console.Out.WriteLine($"iv     {found.VolAnnual:0.0000000000}  a year, as a fraction");
            return ExitCode.Done;
        }));
        return command;
    }

    private static string Reason(OptionRight right, Quote quote, double premium, ImpliedVolStatus status) => status switch
    {
        ImpliedVolStatus.BelowIntrinsic => $"no volatility gives the price {premium}: without any volatility the option is worth "
            + $"{Certain(right, quote):0.######} already. Check price, spot and strike.",
        ImpliedVolStatus.ExerciseRegion => $"the price {premium} is what exercising now brings: every volatility up to some level gives it, "
            + "so it implies none. Price the option at volatilities of your own, or look at another strike.",
        ImpliedVolStatus.AboveMaximum => $"no volatility gives the price {premium}: no option of this kind can cost that much. Check price, spot and strike.",
        ImpliedVolStatus.InvalidInput => $"no volatility gives the price {premium}: price, spot, strike and years must be finite and above 0, "
            + "rate and yield finite. Correct the one that is not.",
        _ => $"no volatility was found for the price {premium}: the search did not end. Check that the price is plausible.",
    };

    private static double Certain(OptionRight right, Quote quote)
    {
        (double spot, _, double strike, double years, double rate, double yield, CashDividend[] cash, bool american) = quote;
        return cash.Length > 0 || (american && AmericanOption.HasTwoBoundaries(right, rate, yield))
            ? DividendOption.Price(right, american, spot, strike, 0, years, rate, yield, cash)
            : american ? AmericanOption.Price(right, spot, strike, 0, years, rate, yield)
            : BlackScholes.Price(right, spot, strike, 0, years, rate, yield);
    }
}
