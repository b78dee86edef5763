using Evergreen.Tools.Storage;

namespace Evergreen.Tools.Tests.Storage;

public class PostgresSettingsTests
{
    [Theory]
    [InlineData("Host=db;Bogus=1;Password=s3cret")]
    [InlineData("Host=db;Port=many;Password=s3cret")]
    [InlineData("s3cret")]
    [InlineData("postgres://s3cret@")]
    [InlineData("postgres://user:s3cret@db:5432/shop?bogus=1")]
    public void A_connection_string_that_cannot_be_read_is_refused_without_being_quoted(string connectionString)
    {
        var error = Assert.Throws<ArgumentException>(() => PostgresSettings.Parse(connectionString));

        Assert.Contains("Host=...", error.Message);
        Assert.DoesNotContain("s3cret", error.ToString());
    }

    [Fact]
    public void Ten_connections_unless_the_string_says_otherwise()
    {
        Assert.Equal(10, PostgresSettings.Parse("Host=db").MaxPoolSize);
        Assert.Equal(25, PostgresSettings.Parse("Host=db;Maximum Pool Size=25").MaxPoolSize);
    }

    [Theory]
    [InlineData("postgres://ann:p%40ss%3Bword@db.example.com:6543/shop?sslmode=require&Maximum%20Pool%20Size=4", 6543, 4)]
    [InlineData("postgresql://ann:p%40ss%3Bword@db.example.com/shop", 5432, 10)]
    public void An_address_is_read_as_well(string address, int port, int pool)
    {
        var settings = PostgresSettings.Parse(address);

        Assert.Equal(("db.example.com", port, "shop"), (settings.Host, settings.Port, settings.Database));
        Assert.Equal(("ann", "p@ss;word", pool), (settings.Username, settings.Password, settings.MaxPoolSize));
    }
}
