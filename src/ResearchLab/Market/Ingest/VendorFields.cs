namespace ResearchLab.Market;

/// <summary>Names of fields that Bloomberg and Refinitiv give to what others call open, high, low, close, volume and date.</summary>
internal static class VendorFields
{
    private static readonly Dictionary<string, string> s_common = new(StringComparer.Ordinal)
    {
        ["dates"] = "date",
        ["exchangedate"] = "date",
        ["pxopen"] = "open",
        ["pxhigh"] = "high",
        ["pxlow"] = "low",
        ["pxlast"] = "close",
        ["pxvolume"] = "volume",
        ["tradeopen"] = "open",
        ["tradehigh"] = "high",
        ["tradelow"] = "low",
        ["tradeclose"] = "close",
        ["priceopen"] = "open",
        ["pricehigh"] = "high",
        ["pricelow"] = "low",
        ["priceclose"] = "close",
        ["accumulatedvolume"] = "volume",
    };

    /// <summary>The common name of a field, or the name itself.</summary>
    /// <param name="key">Its letters and digits, lower-cased.</param>
    public static string Common(string key) => s_common.GetValueOrDefault(key, key);
}
